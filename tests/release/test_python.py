"""The wheel, and the hooks of pre-commit that bring it."""

import os
import shutil
import subprocess
import sys

from support import BROKEN, DIST, FINDING, ROOT, Case


class Wheel(Case):
    def test_is_installed_without_an_index(self):
        venv = self.folder / "venv"
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        command = [venv / "bin/pip", "install", "--quiet", "--no-index", "--find-links", DIST / "wheels", "bloqr"]
        self.succeeds(self.folder, command, [])
        self.validates(self.folder, [venv / "bin/bloqr"], [])


class PreCommit(Case):
    """A hook from a tag: what pre-commit does with a repository of ours, and one of a user."""

    def git(self, folder, *args):
        options = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]
        return subprocess.run(["git", *options, *args], cwd=folder, check=True, text=True, stdout=subprocess.PIPE).stdout

    def test_hooks_compile_nothing(self):
        ours, theirs = self.folder / "bloqr", self.folder / "lists"
        ours.mkdir()
        theirs.mkdir()
        # The whole repository, as a tag has it, so that a build would be tried if one was wanted.
        files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE)
        for name in files.stdout.splitlines():
            if (ROOT / name).is_file():
                (ours / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, ours / name)
        self.git(ours, "init", "--quiet")
        self.git(ours, "add", "--all")
        self.git(ours, "commit", "--quiet", "--message=x")
        self.git(ours, "tag", "v1")
        self.git(theirs, "init", "--quiet")
        (theirs / "list.txt").write_text(BROKEN)
        (theirs / "notes.txt").write_text("These are notes, and no list.\nThey have two lines.\n")
        (theirs / ".pre-commit-config.yaml").write_text(
            f"repos:\n- repo: {ours}\n  rev: v1\n  hooks:\n  - id: bloqr-validate\n  - id: bloqr-fix\n")
        self.git(theirs, "add", "--all")
        python = os.path.dirname(sys.executable)
        # git runs `git submodule`, which is a script.
        path = [self.tools("git", "sh", "basename", "sed", "uname"), python]
        env = {"PIP_FIND_LINKS": str(DIST / "wheels"), "PIP_NO_INDEX": "1", "PRE_COMMIT_HOME": str(self.folder / "cache")}
        ran = self.run_in(theirs, ["pre-commit", "run", "--all-files"], path, env)
        self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
        self.assertIn(FINDING, ran.stdout)
        (theirs / "list.txt").write_text("||ads.example^$script,script\n")
        ran = self.run_in(theirs, ["pre-commit", "run", "--all-files", "bloqr-fix"], path, env)
        self.assertIn("files were modified by this hook", ran.stdout)
        self.assertEqual((theirs / "list.txt").read_text(), "||ads.example^$script\n")
        ran = self.run_in(theirs, ["pre-commit", "run", "--all-files"], path, env)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
