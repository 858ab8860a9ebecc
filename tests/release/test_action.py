"""The steps of the GitHub action, with files and variables as a runner gives them."""

import re
import shutil

from support import BROKEN, DAMAGES, FINDING, ROOT, VERSION, Case, release, releases

TOOLS = ["bash", "sh", "uname", "mktemp", "rm", "cat", "chmod", "mkdir", "mv", "awk", "sed", "tar", "gzip", "grep", "curl",
         "sha256sum", "dirname", "find", "sort", "xargs", "git"]


class Action(Case):
    """`self.outputs` are those of the steps so far, and `self.said` is what they printed."""

    def setUp(self):
        super().setUp()
        self.outputs, self.said = {}, ""
        self.work = self.folder / "work"
        self.work.mkdir()
        (self.work / "list.txt").write_text(BROKEN)
        self.path = [self.tools(*TOOLS)]

    def step(self, name, **env):
        """Runs a step, reads what it wrote for the runner, and gives its exit code."""
        files = {it: self.folder / it for it in ["GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"]}
        for file in files.values():
            file.write_text("")
        env = {
            **{name: str(path) for name, path in files.items()},
            "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(self.folder / "temp"),
            "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", **env,
        }
        ran = self.run_in(self.work, ["bash", ROOT / f"action/{name}.sh"], self.path, env)
        self.said += ran.stdout + ran.stderr
        self.outputs.update(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text().splitlines())
        self.path += [line for line in files["GITHUB_PATH"].read_text().splitlines()]
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text()
        return ran.returncode

    def install(self, version="", damage=None, is_released=True):
        if is_released:
            release(self.folder, damage)
        else:
            (self.folder / "site").mkdir()
        with releases(self.folder) as (address, certificate):
            env = {"BLOQR_RELEASES": address, "CURL_CA_BUNDLE": str(certificate)}
            code = self.step("find", VERSION=version, **env)
            if code == 0:
                code = self.step("install", VERSION=self.outputs["version"], VERSION_INPUT=version,
                                 FOUND=self.outputs["found"], **env)
        return code

    def validate(self, **inputs):
        defaults = dict(re.findall(r'^  ([a-z-]+):\n    description: .*\n    default: "?([^"\n]*)"?$',
                                   (ROOT / "action.yml").read_text(), re.MULTILINE))
        names = ["paths", "target", "strict", "max-warnings", "format", "output", "args"]
        env = {name.upper().replace("-", "_"): inputs.get(name.replace("-", "_"), defaults[name]) for name in names}
        return self.step("validate", BLOQR=self.outputs["path"], **env)

    def test_installs_its_own_release_and_finds_problems(self):
        self.assertEqual(self.install(), 0, self.said)
        self.assertEqual((self.outputs["version"], self.outputs["found"]), (VERSION, "true"))
        self.assertEqual(self.validate(), 1, self.said)
        self.assertIn("::error file=list.txt,line=1", self.said)
        self.assertIn(FINDING, self.summary)
        self.assertEqual(self.outputs["exit-code"], "1")
        # For the steps that follow.
        self.validates(self.work, ["bloqr"], self.path)

    def test_inputs_reach_bloqr(self):
        self.assertEqual(self.install(version=f"v{VERSION}"), 0, self.said)
        (self.work / "a list.txt").write_text("||ads.example^\n")
        self.assertEqual(self.validate(paths="a list.txt\n", target="ubo"), 0, self.said)
        self.assertEqual(self.validate(args="--exit-zero\n--quiet"), 0, self.said)
        # A shell that ran it would make a file.
        self.assertEqual(self.validate(paths="$(touch gone); list.txt"), 2, self.said)
        self.assertFalse((self.work / "gone").exists())

    def test_writes_a_report_for_code_scanning(self):
        self.assertEqual(self.install(), 0, self.said)
        self.assertEqual(self.validate(format="sarif", output="bloqr.sarif"), 1, self.said)
        self.assertEqual(self.outputs["report"], "bloqr.sarif")
        self.assertIn(FINDING, (self.work / "bloqr.sarif").read_text())
        self.assertIn("problems were found", self.summary)

    def test_refuses_what_it_cannot_verify(self):
        for damage, why in DAMAGES.items():
            with self.subTest(damage.__name__):
                self.assertEqual(self.install(damage=damage), 2, self.said)
                self.assertIn(why, self.said)
                self.assertIn("::error title=bloqr::", self.said)
                self.assertFalse((self.folder / "temp/bloqr/bin/bloqr").exists())
                self.doCleanups()
                self.setUp()

    def test_a_version_without_a_release_is_an_error(self):
        self.assertEqual(self.install(version="9.9.9"), 2)
        self.assertIn("there is no release 9.9.9", self.said)

    def test_without_a_release_cargo_builds_it(self):
        # In the place of cargo: what counts here is how it is called.
        self.path[0].joinpath("cargo").write_text('#!/bin/sh\necho "cargo $*"\nmkdir -p "$RUNNER_TEMP/bloqr/bin"\n'
                                                  'echo x >"$RUNNER_TEMP/bloqr/bin/bloqr"; chmod +x "$RUNNER_TEMP/bloqr/bin/bloqr"\n')
        self.path[0].joinpath("cargo").chmod(0o755)
        self.assertEqual(self.install(is_released=False), 0, self.said)
        self.assertEqual(self.outputs["found"], "false")
        self.assertRegex(self.outputs["key"], r"^bloqr-Linux-X64-[0-9a-f]{40}$")
        self.assertIn(f"cargo install --locked --path {ROOT} --root {self.folder}/temp/bloqr\n", self.said)
        # The next run has it in its cache.
        shutil.rmtree(self.folder / "site")
        self.said = ""
        self.assertEqual(self.install(is_released=False), 0, self.said)
        self.assertIn("the cache has bloqr", self.said)

    def test_without_a_release_and_cargo_it_says_so(self):
        self.assertEqual(self.install(is_released=False), 2)
        self.assertIn("no cargo to build it", self.said)

    def test_a_server_that_cannot_be_asked_is_no_missing_release(self):
        code = self.step("find", VERSION="", BLOQR_RELEASES="https://localhost:1")
        self.assertEqual(code, 2)
        self.assertIn("cannot look for the release", self.said)
