#!/usr/bin/env python3
"""Tells how often git merges the record of addresses without asking, and whether what comes of it is right.

    tests/merges.py --gongkai target/release/gongkai [--tries 60]

A site has a record of N addresses. Two clones publish K reports each and commit; one is merged into the other. "Clean" counts merges that git
made without a conflict. "Right" counts those after which a build accepts the record, conflict marks and all, and holds every address of
both sides with its first day. All merges must be right; how many are clean is a matter of the form of the record, and fewer than
were measured when that was chosen are a failure.

Without --gongkai the lines are made here and the union is taken here: a trial of the form alone.
"""

import argparse
import collections
import hashlib
import os
import pathlib
import random
import subprocess
import sys
import tempfile

RECORD = "permalinks.txt"
HEAD = "# gongkai 网址记录 1：由程序维护，和 reports/ 一起保存、一起提交。可以看，不要改。\n"
CONFLICT_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
COLUMNS = ["zcwj", "zcjd", "jgzn", "gzjh", "tzgg", "bszn"]
SIZES = [60, 300, 1000]
PUBLISHED = [1, 3]
# Which part of the merges git must make by itself, by size and number of reports a side. When the form was chosen it was 60, 46, 60, 55, 60
# and 60 of 60; below these it is no longer chance.
LEAST_CLEAN = {(60, 1): 0.8, (60, 3): 0.5, (300, 1): 0.9, (300, 3): 0.75, (1000, 1): 0.9, (1000, 3): 0.85}
SETTINGS = 'title = "示例街道办事处信息公开专栏"\n[org]\nname = "示例街道办事处"\n'
# What git is given so that the machine's own settings do not matter.
GIT = ["git", "-c", "user.name=editor", "-c", "user.email=editor@example.invalid", "-c", "core.autocrlf=false"]
ISOLATED = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def key(address):
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def name(dice):
    return f"{dice.randrange(16**5):05x}"


def line(address, day, rest):
    return f"{key(address)}\t{address}\t{day}\t{rest}\n"


def lines(text):
    """The entries of a record, whatever git wrote between them: a line is known by its address."""
    entries = {}
    for entry in text.splitlines():
        if entry and not entry.startswith("#") and not entry.startswith(CONFLICT_MARKS):
            columns = entry.split("\t")
            entries[columns[1]] = columns
    return entries


def written(entries):
    return HEAD + "".join(sorted("\t".join(columns) + "\n" for columns in entries.values()))


class Trial:
    """One merge, in a folder of its own."""

    def __init__(self, folder, gongkai, dice):
        self.folder, self.gongkai, self.dice = folder, gongkai, dice

    def git(self, *arguments, where="one"):
        return subprocess.run([*GIT, *arguments], cwd=self.folder / where, env=ISOLATED, capture_output=True, encoding="utf-8")

    def must(self, run):
        if run.returncode != 0:
            sys.exit(f"FAILED: {' '.join(map(str, run.args))}\n{run.stdout}{run.stderr}")
        return run

    def read(self, where):
        return (self.folder / where / RECORD).read_text(encoding="utf-8")

    def start(self, size):
        """A site whose reports were all withdrawn long ago, so that none needs a source; their addresses are in the record."""
        site = self.folder / "one"
        (site / "reports").mkdir(parents=True)
        (site / "site.toml").write_text(SETTINGS, encoding="utf-8")
        (site / ".gitignore").write_text("/output/\n/.gongkai/\n")
        for column in COLUMNS:
            folder = site / "reports" / column
            folder.mkdir()
            (folder / "_category.toml").write_text(f'slug = "{column}"\ndescription = "示例"\nkeywords = ["示例"]\n', encoding="utf-8")
        text = HEAD
        addresses = set()
        while len(addresses) < size:
            day = f"2026-{self.dice.randint(1, 12):02}-{self.dice.randint(1, 28):02}"
            addresses.add((f"{self.dice.choice(COLUMNS)}/{day.replace('-', '')}-{name(self.dice)}.html", day))
        text += "".join(sorted(line(address, day, f"-\tgone {day} 已归档") for address, day in addresses))
        (site / RECORD).write_text(text, encoding="utf-8")
        # A first report, so that columns and their pages are in the record before the clones part.
        for column in COLUMNS:
            self.add_report("one", column)
        self.build("one")
        self.must(self.git("init", "--quiet", "--initial-branch=main"))
        self.commit("one")
        self.must(self.git("clone", "--quiet", str(site), str(self.folder / "other"), where="."))

    def add_report(self, where, column):
        slug = f"20261130-{name(self.dice)}"
        text = f'+++\ntitle = "示例文章{slug}"\ndate = 2026-11-30\nslug = "{slug}"\n+++\n\n正文。\n'
        (self.folder / where / "reports" / column / f"{slug}.md").write_text(text, encoding="utf-8")
        return f"{column}/{slug}.html"

    def build(self, where):
        if self.gongkai is None:
            return
        run = subprocess.run(
            [self.gongkai, "build", "--no-sync", "--quiet"], cwd=self.folder / where, capture_output=True, encoding="utf-8"
        )
        self.must(run)

    def commit(self, where):
        self.must(self.git("add", "--all", where=where))
        self.must(self.git("commit", "--quiet", "-m", "发布", where=where))

    def publish(self, where, count):
        """As an editor does: reports are written, the site is built, all is committed."""
        new = [self.add_report(where, self.dice.choice(COLUMNS)) for _ in range(count)]
        self.build(where)
        if self.gongkai is None:
            entries = lines(self.read(where))
            mark = key(where)[:8]
            entries |= {address: [key(address), address, "2026-11-30", f"{mark}/{mark}"] for address in new}
            (self.folder / where / RECORD).write_text(written(entries), encoding="utf-8")
        missing = set(new) - lines(self.read(where)).keys()
        if missing:
            sys.exit(f"FAILED: after a build the record has not {sorted(missing)}")
        self.commit(where)

    def merge(self):
        """Whether git asked nothing, and whether the record is right then."""
        before = [lines(self.read(where)) for where in ("one", "other")]
        self.must(self.git("fetch", "--quiet", "../other", "main"))
        is_clean = self.git("merge", "--quiet", "--no-edit", "FETCH_HEAD").returncode == 0
        if not is_clean and self.git("diff", "--name-only", "--diff-filter=U").stdout.split() != [RECORD]:
            sys.exit("FAILED: git could not merge something else than the record")
        self.build("one")
        after = lines(self.read("one"))
        union = before[0] | before[1]
        # Nothing is lost, nothing is added, and nobody has another first day or another state than before.
        is_right = after.keys() == union.keys() and all(
            after[address][2:3] + after[address][4:] == columns[2:3] + columns[4:] for address, columns in union.items()
        )
        if self.gongkai is not None:
            is_right = is_right and not any(mark in self.read("one") for mark in CONFLICT_MARKS)
        return is_clean, is_right


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gongkai", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--tries", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    failed = False
    for size in SIZES:
        for count in PUBLISHED:
            counts = collections.Counter()
            for _ in range(arguments.tries):
                with tempfile.TemporaryDirectory() as folder:
                    trial = Trial(pathlib.Path(folder), arguments.gongkai, dice)
                    trial.start(size)
                    trial.publish("one", count)
                    trial.publish("other", count)
                    counts["clean"], counts["right"] = map(sum, zip((counts["clean"], counts["right"]), trial.merge()))
            print(f"{size:5} addresses, {count} a side: clean {counts['clean']}/{arguments.tries}, right {counts['right']}/{arguments.tries}", flush=True)
            failed |= counts["right"] < arguments.tries
            failed |= arguments.tries >= 60 and counts["clean"] < LEAST_CLEAN[size, count] * arguments.tries
    sys.exit("FAILED: see above" if failed else 0)


if __name__ == "__main__":
    main()
