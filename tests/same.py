#!/usr/bin/env python3
"""Whether two programs make the same sites: for changes that are to change no byte.

    same.py --old PROGRAM --new PROGRAM [--edits N] [--seed N] SITE...

Every SITE (a folder with site.toml) is copied twice, and each program builds its own copy, first cleanly, then over what it built
before after each of N random edits, which are made to both copies alike. Exit codes, findings and all files that are published must be
the same each time. Ends with 0 if they are, with 1 at the first difference, of which it names the edits that lead there.
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

# The day that counts as today, so that a run tells the same on any day.
TODAY = "2026-11-23"


def build(program, site):
    """Exit code, what was said as far as it does not depend on the time that it took, and every published file with its bytes."""
    command = [program, "-C", str(site), "build", "--as-of", TODAY, "--format", "json", "--no-sync"]
    run = subprocess.run(command, capture_output=True)
    try:
        said = json.loads(run.stdout)
        findings = said.get("findings", said)
    except ValueError:
        findings = run.stdout
    output = site / "output"
    files = {str(path.relative_to(output)): path.read_bytes() for path in sorted(output.rglob("*")) if path.is_file()}
    return run.returncode, findings, files


def difference(old, new):
    """The first thing in which two builds differ, or None."""
    if old[0] != new[0]:
        return f"exit codes {old[0]} and {new[0]}"
    if old[1] != new[1]:
        return "findings"
    for name in sorted(old[2].keys() | new[2].keys()):
        if old[2].get(name) != new[2].get(name):
            return f"output/{name}"
    return None


def in_matter(text, line):
    """The report with one more line in its front matter."""
    return text.replace("+++\n", f"+++\n{line}\n", 1)


def without_key(text, key):
    return "".join(line for line in text.splitlines(True) if not line.startswith(f"{key} ="))


def edit(rng, originals):
    """A change as a function of a copy of the site, and what it does in words. Originals: every source as it was, by its path."""
    reports = sorted(path for path in originals if path.startswith("reports/") and path.endswith(".md"))
    path = rng.choice(reports)
    number = rng.randrange(100)
    change = {
        "a paragraph more": lambda text: text + f"\n第{number}次补充，共{number}件。\n",
        "another title": lambda text: in_matter(without_key(text, "title"), f'title = "改后的标题{number}"'),
        "another day": lambda text: in_matter(without_key(text, "date"), f"date = 2024-05-{1 + number % 28:02}"),
        "a draft": lambda text: in_matter(without_key(text, "draft"), "draft = true"),
        "another address": lambda text: in_matter(without_key(text, "slug"), f'slug = "bianhao-{number}"'),
        "a wrong key": lambda text: in_matter(text, f"wrong_{number} = 1"),
        "a wrong word": lambda text: text + "\n各部份按装完毕,请查收。\n",
        "as it was": lambda text: originals[path].decode(),
    }
    kind = rng.randrange(14)
    if kind < 8:
        name = rng.choice(sorted(change))

        def apply(site):
            file = site / path
            file.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text() if file.exists() else originals[path].decode()
            file.write_text(change[name](text))

        return apply, f"{path}: {name}"
    if kind == 8:
        return (lambda site: (site / path).unlink(missing_ok=True)), f"{path}: deleted"
    if kind == 9:
        folder = str(pathlib.PurePosixPath(path).parent)
        text = f'name = "栏目{number}"\nslug = "lanmu-{number}"\n'
        return (lambda site: (site / folder / "_category.toml").write_text(text)), f"{folder}: another name"
    if kind == 10:
        # Where a site does not write these lines, its settings stay what they are.
        settings = originals["site.toml"].decode()
        settings = rng.choice(
            [
                settings,
                settings.replace("[org]\n", f"[org]\nextra_{number} = 1\n"),
                settings.replace("per_page = 20", f"per_page = {1 + number}"),
            ]
        )
        return (lambda site: (site / "site.toml").write_text(settings)), "site.toml: other settings"

    def restore(site):
        shutil.rmtree(site / "reports")
        for name, data in originals.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_bytes(data)

    return restore, "everything as it was"


def compare(programs, site, edits, rng, work):
    """The edits that lead to a difference, with it at the end; None where there is none. Second: builds that published something."""
    copies = [work / "old", work / "new"]
    for copy in copies:
        shutil.copytree(site, copy, ignore=shutil.ignore_patterns("output", ".gongkai", ".git", "target"))
    sources = (path for path in copies[0].rglob("*") if path.is_file())
    originals = {path.relative_to(copies[0]).as_posix(): path.read_bytes() for path in sources}
    done = []
    published = 0
    for number in range(edits + 1):
        if number:
            apply, words = edit(rng, originals)
            for copy in copies:
                apply(copy)
            done.append(words)
        built = [build(program, copy) for program, copy in zip(programs, copies)]
        published += built[0][0] == 0
        found = difference(*built)
        if found:
            return [*done, f"differ: {found}"], published
    return None, published


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--old", required=True)
    parser.add_argument("--new", required=True)
    parser.add_argument("--edits", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("sites", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    programs = [str(pathlib.Path(program).resolve()) for program in (arguments.old, arguments.new)]
    for site in arguments.sites:
        if not (site / "site.toml").is_file():
            sys.exit(f"{site} has no site.toml")
        with tempfile.TemporaryDirectory() as work:
            rng = random.Random(arguments.seed)
            steps, published = compare(programs, site, arguments.edits, rng, pathlib.Path(work))
        if steps:
            print(f"{site}: not the same after", *steps, sep="\n  ")
            sys.exit(1)
        # Two programs that refuse everything are not shown to be the same.
        if not published:
            sys.exit(f"{site}: no build published anything, so nothing was compared")
        print(f"{site}: the same {arguments.edits + 1} times, {published} of them published")


if __name__ == "__main__":
    main()
