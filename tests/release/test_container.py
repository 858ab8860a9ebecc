"""What a container image would hold: the static binary in a file system of its own, without an engine."""

import os
import shutil
import subprocess
import unittest

from support import BROKEN, FINDING, ROOT, Case

# Made by run.sh, where the target can be built.
STATIC = ROOT / "target/x86_64-unknown-linux-musl/dist-test/bloqr"


@unittest.skipUnless(STATIC.is_file(), "there is no static binary")
class Container(Case):
    def test_the_binary_is_static(self):
        headers = subprocess.run(["readelf", "--program-headers", "--dynamic", STATIC], check=True, text=True, stdout=subprocess.PIPE)
        self.assertNotIn("INTERP", headers.stdout)
        self.assertNotIn("(NEEDED)", headers.stdout)

    @unittest.skipUnless(os.geteuid() == 0, "chroot needs root")
    def test_runs_in_an_empty_root(self):
        root = self.folder / "root"
        subprocess.run([ROOT / "release/rootfs.sh", STATIC, root], check=True)
        (root / "lists/list.txt").write_text(BROKEN)
        # As the Dockerfile has it: this user, this directory, nothing in the environment.
        user = [shutil.which("chroot"), "--userspec=65532:65532", root, "/bin/bloqr"]

        def run(*args, stdin=None):
            return subprocess.run([*user, *args], env={}, input=stdin, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

        ran = run("validate", "--format", "concise", "/lists")
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn(FINDING, ran.stdout)
        self.assertEqual(run("validate", "-", stdin="||ads.example^\n").returncode, 0)
        # It finds the certificates: nothing listens there, and only that is the failure.
        ran = run("compile", "--input", "https://127.0.0.1:1/list.txt", "-q")
        self.assertEqual(ran.returncode, 2, ran.stdout)
        self.assertNotIn("certificate", ran.stderr)

    def test_the_dockerfile_copies_what_the_script_makes(self):
        root = self.folder / "root"
        subprocess.run([ROOT / "release/rootfs.sh", STATIC, root], check=True)
        dockerfile = (ROOT / "Dockerfile").read_text()
        self.assertIn('ENTRYPOINT ["/bin/bloqr"]', dockerfile)
        self.assertTrue(shutil.which("bloqr", path=root / "bin"))
        self.assertIn("WORKDIR /lists", dockerfile)
        self.assertTrue((root / "lists").is_dir())
