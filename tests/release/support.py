"""What the tests of the release share: empty folders, an environment with nothing in it, a server of releases."""

import contextlib
import functools
import http.server
import os
import pathlib
import shutil
import ssl
import subprocess
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIST = ROOT / "target/dist"
VERSION = subprocess.run([ROOT / "release/version.sh"], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
TARGET = "x86_64-unknown-linux-musl"

# A list with an error, and what bloqr says about it.
BROKEN = "||ads.example^$thrid-party\n"
FINDING = "unknown-modifier"


class Case(unittest.TestCase):
    """A test with an empty folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bloqr-release-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.home = self.folder / "home"
        self.home.mkdir()

    def tools(self, *names):
        """A directory with these commands of the machine, and no others."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        for name in names:
            found = shutil.which(name)
            self.assertIsNotNone(found, f"this machine has no {name}")
            # Not its path with links resolved: some commands look at how they are called.
            (folder / name).symlink_to(found)
        return folder

    def run_in(self, folder, command, path, env=None, stdin=None):
        """Runs a command with nothing but PATH, HOME and `env`."""
        env = {"PATH": os.pathsep.join(map(str, path)), "HOME": str(self.home), **(env or {})}
        return subprocess.run(
            [str(it) for it in command], cwd=folder, env=env, input=stdin, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600,
        )

    def succeeds(self, *args, **named):
        ran = self.run_in(*args, **named)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        return ran

    def validates(self, folder, command, path, env=None):
        """The command behaves as bloqr does: streams, exit codes, arguments."""
        good = self.run_in(folder, [*command, "validate", "-"], path, env, stdin="||ads.example^\n")
        self.assertEqual(good.returncode, 0, good.stderr)
        bad = self.run_in(folder, [*command, "validate", "--format", "concise", "-"], path, env, stdin=BROKEN)
        self.assertEqual(bad.returncode, 1, bad.stderr)
        self.assertIn(FINDING, bad.stdout)
        none = self.run_in(folder, [*command, "validate", "no such file"], path, env)
        self.assertEqual(none.returncode, 2)
        self.assertIn("no such file", none.stderr)
        version = self.run_in(folder, [*command, "--version"], path, env)
        self.assertEqual(version.stdout, f"bloqr {VERSION}\n")


@contextlib.contextmanager
def releases(folder):
    """Serves `folder` as a site with releases, over https on this machine. Gives the address and the certificate."""
    certificate = folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem", "-out", certificate],
        check=True, stderr=subprocess.DEVNULL,
    )

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    site = functools.partial(Quiet, directory=folder / "site")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}/releases", certificate
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def release(folder, change=None):
    """Puts the release into the site of `folder`, as the newest one, too. `change` damages it."""
    at = folder / "site/releases/download" / f"v{VERSION}"
    shutil.copytree(DIST / "archives", at)
    if change:
        change(at)
    (folder / "site/releases/latest").mkdir(parents=True)
    (folder / "site/releases/latest/download").symlink_to(at)


def wrong_sum(at):
    sums = (at / "SHA256SUMS").read_text().splitlines()
    (at / "SHA256SUMS").write_text("".join("0" * 64 + it[64:] + "\n" for it in sums))


def truncated(at):
    archive = at / f"bloqr-{TARGET}.tar.gz"
    archive.write_bytes(archive.read_bytes()[:100_000])


def without_sum(at):
    (at / "SHA256SUMS").write_text("")


def without_archive(at):
    (at / f"bloqr-{TARGET}.tar.gz").unlink()


DAMAGES = {
    wrong_sum: "is wrong",
    truncated: "is wrong",
    without_sum: "has no sum",
    without_archive: "cannot download",
}
