#!/usr/bin/env python3
"""Runs the commands of docs/安全.md and docs/自动发布/ as they stand there, with keys and a time-stamp authority made on the spot.

    tests/recipes.py --gongkai target/release/gongkai

A block marked `sh` stands below a comment that names its recipe. Each is run in the folder of a new site, and must do what the text beside
it says; each that verifies must refuse a text, a page or a list that was altered. A block that nobody runs, and a recipe that is gone,
are failures: so the document cannot say what does not work.
"""

import argparse
import contextlib
import datetime
import hashlib
import http.server
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
DOCUMENT = REPOSITORY / "docs" / "安全.md"
PUBLICATION = REPOSITORY / "docs" / "自动发布"
# The day that the document speaks of.
WRITTEN_DAY = "2026-11-30"
# Beyond the end of the certificates that are made here, in days from now.
LONG_AFTER = 20 * 365
CERTIFICATE_DAYS = 3650

EXTENSIONS = """[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
[tsa]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = name
[name]
"""
AUTHORITY = """[tsa]
default_tsa = test
[test]
serial = serial
signer_cert = tsa.crt
signer_key = tsa.key
certs = ca.crt
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


class Failure(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


def recipes(text):
    """The blocks of the document by name, and a failure for a block without a name or two with one."""
    found = re.findall(r"<!-- recipe: (\S+) -->\n```sh\n(.*?)\n```\n", text, re.DOTALL)
    check(len(found) == text.count("\n```sh\n"), "a block marked `sh` has no recipe above it")
    blocks = dict(found)
    check(len(blocks) == len(found), "two recipes have one name")
    return blocks


class Bench:
    """A folder in which recipes are run, and what they are run with."""

    def __init__(self, folder, gongkai):
        self.folder = folder
        programs = folder / "programs"
        programs.mkdir()
        (programs / "gongkai").symlink_to(gongkai)
        askpass = programs / "askpass"
        askpass.write_text("#!/bin/sh\necho 一个口令\n", encoding="utf-8")
        askpass.chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            # Passphrases are asked for without a terminal.
            "SSH_ASKPASS": str(askpass),
            "SSH_ASKPASS_REQUIRE": "force",
            # Names of files are Chinese, and dates are read.
            "LC_ALL": "C.UTF-8",
            "no_proxy": "127.0.0.1",
        }
        self.site = folder / "site"
        self.bash('gongkai init "$0" -q', folder, self.site)
        (self.site / "permalinks.txt").touch()
        self.blocks = recipes(DOCUMENT.read_text(encoding="utf-8"))
        self.used = set()
        self.day = WRITTEN_DAY

    def bash(self, commands, folder, *arguments, **variables):
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands, *map(str, arguments)],
            cwd=folder,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
        )
        self.said = f"{commands}\n→ {run.returncode}\n{run.stdout}{run.stderr}"
        return run

    def run(self, name, change=("", ""), **variables):
        self.used.add(name)
        check(name in self.blocks, f"there is no recipe {name} any more")
        commands = self.blocks[name].replace(WRITTEN_DAY, self.day)
        check(change[0] in commands, f"{name} has no {change[0]}")
        return self.bash(commands.replace(*change), self.site, **variables)

    def holds(self, name, **variables):
        run = self.run(name, **variables)
        check(run.returncode == 0, f"{name} fails:\n{self.said}")
        return run.stdout

    def refuses(self, name, why, **more):
        check(self.run(name, **more).returncode != 0, f"{name} accepts {why}:\n{self.said}")

    @contextlib.contextmanager
    def altered(self, *paths):
        """Files with one character changed or more at their ends, as long as the block lasts."""
        before = {path: (self.site / path).read_bytes() for path in paths}
        for path, bytes in before.items():
            (self.site / path).write_bytes(bytes.replace("示例".encode(), "事例".encode(), 1) + b"\n")
        yield
        for path, bytes in before.items():
            (self.site / path).write_bytes(bytes)

    def sha256(self, path):
        return hashlib.sha256((self.site / path).read_bytes()).hexdigest()

    @property
    def seal(self):
        return f"公开单/公开单-{self.day}.txt"


def seal(bench):
    bench.holds("seal")
    found = sorted(path.name for path in (bench.site / "公开单").iterdir())
    check(len(found) == 1, f"a 公开单 was to be written: {found}")
    bench.day = found[0].removeprefix("公开单-").removesuffix(".txt")
    written = (bench.site / bench.seal).read_text(encoding="utf-8").splitlines()
    # Names of the lines are as the document shows them.
    shown = DOCUMENT.read_text(encoding="utf-8").split("写出 `公开单/", 1)[1].split("```")[1].strip().splitlines()
    names = [[line.split("：")[0] for line in lines] for lines in (written, shown)]
    check(names[0] == names[1], f"the document shows other lines than are written: {names}")


def compare(bench):
    page, listed = "output/index.html", "output/SHA256SUMS"
    text = (bench.site / bench.seal).read_text(encoding="utf-8")
    bench.holds("verify")
    said = bench.holds("verify-by-hand")
    for path in (listed, "permalinks.txt"):
        check(bench.sha256(path) in said and bench.sha256(path) in text, f"{path} is not as the 公开单 says:\n{said}")
    with bench.altered(page):
        bench.refuses("verify", "an altered page")
        bench.refuses("verify-by-hand", "an altered page")
    before = bench.sha256(page)
    with bench.altered(page, listed):
        sums = (bench.site / listed).read_text(encoding="utf-8").rstrip("\n").replace(before, bench.sha256(page))
        (bench.site / listed).write_text(sums + "\n", encoding="utf-8")
        bench.refuses("verify", "a page that was altered together with the list")
        said = bench.holds("verify-by-hand")
        check(bench.sha256(listed) in said and bench.sha256(listed) not in text, "the list was altered and has its sum")
    foreign = bench.site / "output" / "暗链.html"
    foreign.touch()
    bench.refuses("verify", "a foreign page")
    foreign.unlink()
    check(len(re.findall(r"\b[0-9a-f]{64}\b", bench.holds("sm3"))) == 2, "openssl gives no SM3")


def sign(bench):
    for step in ("ssh-key", "ssh-sign", "ssh-verify", "sm2-key", "sm2-sign", "sm2-verify"):
        bench.holds(step)
    with bench.altered(bench.seal):
        bench.refuses("ssh-verify", "an altered text")
        bench.refuses("sm2-verify", "an altered text")
    # Another house's key.
    outside, public = bench.site.parent, ("公开单签名人.txt", "公开单.sm2.pub")
    keys = ("公开单.key", "公开单.key.pub", "公开单.sm2.key")
    for path in (*map(outside.joinpath, keys), *map(bench.site.joinpath, public)):
        path.unlink()
    left = [path.name for path in bench.site.rglob("*.key")]
    check(not left, f"keys are made where they would be published or committed: {left}")
    bench.holds("ssh-key")
    bench.holds("sm2-key")
    bench.refuses("ssh-verify", "another key")
    bench.refuses("sm2-verify", "another key")


@contextlib.contextmanager
def served(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def authority(bench):
    """A time-stamp authority: its folder, and what answers requests."""
    folder = bench.folder / "tsa"
    folder.mkdir()
    (folder / "extensions.cnf").write_text(EXTENSIONS)
    (folder / "tsa.cnf").write_text(AUTHORITY)
    (folder / "serial").write_text("01\n")
    new = "openssl req -config extensions.cnf -newkey rsa:2048 -nodes"
    made = bench.bash(
        f"""{new} -x509 -subj "/CN=root" -extensions ca -days {CERTIFICATE_DAYS} -keyout ca.key -out ca.crt
        {new} -subj "/CN=authority" -keyout tsa.key -out tsa.csr
        openssl x509 -req -in tsa.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days {CERTIFICATE_DAYS} \\
          -extfile extensions.cnf -extensions tsa -out tsa.crt""",
        folder,
    )
    check(made.returncode == 0, f"no authority could be made:\n{bench.said}")
    shutil.copy(folder / "ca.crt", bench.site / "tsa.pem")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query").write_bytes(query)
            command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply"]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            is_query = self.headers["Content-Type"] == "application/timestamp-query"
            self.send_response(200 if is_query else 415)
            self.end_headers()
            self.wfile.write((folder / "reply").read_bytes())

        def log_message(self, *_):
            pass

    return Handler


def stamp(bench):
    with served(authority(bench)) as address:
        bench.holds("stamp", TSA=address)
    said = bench.holds("stamp-verify")
    check(str(datetime.datetime.now(datetime.timezone.utc).year) in said, f"no time is told:\n{said}")
    with bench.altered(bench.seal):
        bench.refuses("stamp-verify", "an altered text")
    later = int((datetime.datetime.now() + datetime.timedelta(days=LONG_AFTER)).timestamp())
    when = '"$(date -d "$stamped" +%s)"'
    bench.refuses("stamp-verify", "a certificate that is over: -attime would be of no use", change=(when, str(later)))


def chain(bench):
    first = bench.sha256(bench.seal)
    settings = bench.site / "site.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("接受社会监督", "接受监督"), encoding="utf-8")
    bench.holds("seal")
    said = bench.holds("chain")
    check(f"-2.txt:上一份公开单的校验值：{first}" in said and said.count(first) == 2, f"the second does not name the first:\n{said}")


def servers(bench):
    """What can be told of the settings of servers without the servers."""
    text = DOCUMENT.read_text(encoding="utf-8")
    (settings,) = re.findall(r"```xml\n(.*?)\n```", text, re.DOTALL)
    root = xml.etree.ElementTree.fromstring(settings)
    check(root.find(".//customHeaders/add[@name='Content-Security-Policy']") is not None, "web.config has no header")
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        print("SKIPPED, and that is a gap: there is no nginx, so its settings were not tried", file=sys.stderr)
        return
    (settings,) = re.findall(r"```nginx\n(.*?)\n```", text, re.DOTALL)
    folder = bench.folder / "nginx"
    folder.mkdir()
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for written, here in (
        ("/etc/ssl/gongkai", f"{folder}/gongkai"),
        ("/srv/gongkai", str(bench.site / "output")),
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80;", "listen unix:plain;"),
    ):
        check(written in settings, f"the settings of nginx have no {written}")
        settings = settings.replace(written, here)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    types = "types { text/html html; text/css css; }\n"
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{own}{types}{settings}\n}}\n"
    )
    certificate = "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=www.example.gov.cn -keyout gongkai.key -out gongkai.pem"
    made = bench.bash(f'{certificate}\n"$0" -t -p . -c nginx.conf', folder, nginx)
    check(made.returncode == 0, f"nginx does not take its settings:\n{bench.said}")
    hidden = bench.site / "output" / ".git"
    hidden.mkdir()
    (hidden / "config").write_text("草稿", encoding="utf-8")
    with subprocess.Popen([nginx, "-p", str(folder), "-c", "nginx.conf"], cwd=folder, stderr=subprocess.DEVNULL) as server:
        try:
            answers(bench, f"https://127.0.0.1:{port}")
        finally:
            server.terminate()
    shutil.rmtree(hidden)


def answers(bench, address):
    """What nginx answers to whoever asks it."""
    get = "curl -ksS -i --retry 20 --retry-connrefused --retry-delay 1"
    css = next((bench.site / "output" / "assets").glob("*.css")).name
    for path, status in (("/", 200), (f"/assets/{css}", 200), ("/.git/config", 404), ("/没有.html", 404), ("/assets/", 404)):
        said = bench.bash(f'{get} "$0"', bench.folder, f"{address}{path}").stdout
        # A folder without a page of its own is refused; whether as forbidden or as not found is the server's choice.
        is_it = said.startswith(f"HTTP/1.1 {status}") or (path == "/assets/" and said.startswith("HTTP/1.1 403"))
        check(is_it and "frame-ancestors 'self'" in said and "nosniff" in said, f"{path}: not as the document says:\n{bench.said}")
        check("草稿" not in said and "Index of" not in said, f"{path} shows what it should not:\n{bench.said}")
        check(status == 200 or path == "/assets/" or "page-type" in said, f"{path} does not get the page for that:\n{bench.said}")


def publication(bench):
    """The steps of automatic publication, from a copy of the site as a runner checks it out, to a folder in place of the server."""
    files = sorted(PUBLICATION.glob("*.yml"))
    steps = [block for path in files if (block := steps_of(path)) is not None]
    check(len(steps) == len(files) == 2 and steps[0] == steps[1], "the two do not the same")
    if "--locked" not in bench.bash("gongkai build --help", bench.site).stdout:
        print("SKIPPED, and that is a gap: this program has no --locked, so automatic publication was not tried", file=sys.stderr)
        return
    # The site has warnings, those of the example settings; they keep nothing from being published.
    built = bench.bash("gongkai build --quiet", bench.site)
    check(built.returncode == 0, bench.said)
    server = bench.folder / "server"
    shutil.copytree(bench.site / "output", server)
    (server / "web.config").touch()
    (server / "旧文件.html").touch()
    checkout = bench.folder / "checkout"
    ignored = shutil.ignore_patterns("output", ".gongkai")
    shutil.copytree(bench.site, checkout, ignore=ignored)
    program = pathlib.Path(bench.environment["PATH"].split(":")[0]) / "gongkai"
    shutil.copy(program.resolve(), server / "program")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=str(server))

        def log_message(self, *_):
            pass

    with served(Handler) as address:
        variables = {
            "SITE_URL": address,
            "GONGKAI_URL": f"{address}/program",
            "GONGKAI_SHA256": hashlib.sha256((server / "program").read_bytes()).hexdigest(),
            "TARGET": f"{server}/",
        }
        wrong = bench.bash(steps[0], checkout, **variables | {"GONGKAI_SHA256": "0" * 64})
        check(wrong.returncode != 0 and not (checkout / "output").exists(), f"another program was run:\n{bench.said}")
        run = bench.bash(steps[0], checkout, **variables)
    check(run.returncode == 0, f"publication fails:\n{bench.said}")
    check((server / "web.config").exists() and not (server / "旧文件.html").exists(), "other files are deleted than should be")
    same = bench.bash("gongkai verify ../server --against output/SHA256SUMS", bench.site)
    check(same.returncode == 0, f"what was uploaded is not the site:\n{bench.said}")


def steps_of(path):
    """The block of shell commands of a workflow, without its indentation."""
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if re.fullmatch(r" *- (run: )?\|", line)]
    if len(starts) != 1:
        return None
    depth = len(lines[starts[0] + 1]) - len(lines[starts[0] + 1].lstrip())
    block = []
    for line in lines[starts[0] + 1 :]:
        if line and not line.startswith(" " * depth):
            break
        block.append(line[depth:])
    return "\n".join(block)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gongkai", type=lambda path: pathlib.Path(path).resolve(), required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(pathlib.Path(folder), arguments.gongkai)
        # In the order of the document; the later ones need the 公开单 that the first writes.
        for step in (seal, compare, sign, stamp, chain, servers, publication):
            step(bench)
            print(f"{step.__name__}: holds")
        unused = bench.blocks.keys() - bench.used
        check(not unused, f"nobody runs {sorted(unused)}")


if __name__ == "__main__":
    try:
        main()
    except Failure as failure:
        sys.exit(f"FAILED: {failure}")
