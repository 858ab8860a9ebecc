"""The npm packages, installed offline from their tarballs."""

import contextlib
import json
import os
import select
import signal
import subprocess

from support import DIST, VERSION, Case

PLATFORM = "@bloqr/cli-linux-x64"


class Npm(Case):
    def setUp(self):
        super().setUp()
        self.path = [self.tools("node", "npm", "npx", "sh")]
        self.project = self.folder / "project"
        self.project.mkdir()

    def install(self, *options, platform=True):
        """Installs `bloqr` as a user does, who names it alone: npm finds its platform's package."""
        main = DIST / f"npm/bloqr-{VERSION}.tgz"
        binary = DIST / f"npm/bloqr-cli-linux-x64-{VERSION}.tgz"
        manifest = {"dependencies": {"bloqr": f"file:{main}"}}
        if platform:
            manifest["overrides"] = {PLATFORM: f"file:{binary}"}
        (self.project / "package.json").write_text(json.dumps(manifest))
        command = ["npm", "install", "--offline", "--no-audit", "--no-fund", *options]
        self.succeeds(self.project, command, self.path, env={"npm_config_cache": str(self.folder / "cache")})

    def test_works_without_scripts_and_network(self):
        self.install("--ignore-scripts")
        self.validates(self.project, ["npx", "--no-install", "bloqr"], self.path)

    def test_npm_links_the_binary_itself(self):
        self.install()
        linked = os.readlink(self.project / "node_modules/.bin/bloqr")
        self.assertEqual(linked, f"../{PLATFORM}/bloqr")
        self.validates(self.project, [self.project / "node_modules/.bin/bloqr"], [])

    def test_the_wrapper_is_as_the_binary(self):
        self.install()
        wrapper = self.project / "node_modules/bloqr/bin/bloqr.js"
        self.validates(self.project, ["node", wrapper], self.path)

    def test_the_wrapper_passes_signals_on(self):
        self.install()
        wrapper = self.project / "node_modules/bloqr/bin/bloqr.js"
        # It answers requests until its input ends.
        command = ["node", str(wrapper), "ast", "serve"]
        env = {"PATH": str(self.path[0])}
        ran = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
        try:
            ran.stdin.write('{"id": 1, "rule": "||a.example^"}\n')
            ran.stdin.flush()
            self.assertTrue(ran.stdout.readline())
            ran.send_signal(signal.SIGTERM)
            self.assertEqual(ran.wait(timeout=60), -signal.SIGTERM)
            # The binary has the same output: it ends when both have ended.
            self.assertTrue(select.select([ran.stdout], [], [], 60)[0], "the binary did not end")
            self.assertEqual(ran.stdout.read(), "")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(ran.pid, signal.SIGKILL)
            ran.wait()
            ran.stdin.close()
            ran.stdout.close()

    def test_a_missing_binary_is_said(self):
        self.install("--omit=optional", platform=False)
        ran = self.run_in(self.project, ["npx", "--no-install", "bloqr", "--version"], self.path)
        self.assertEqual(ran.returncode, 2)
        self.assertIn("--omit=optional", ran.stderr)

    def test_packages_run_no_scripts(self):
        for archive in (DIST / "npm").glob("*.tgz"):
            manifest = subprocess.run(["tar", "-xzOf", archive, "package/package.json"], check=True, stdout=subprocess.PIPE)
            self.assertNotIn("scripts", json.loads(manifest.stdout))

    def test_can_be_published(self):
        script = DIST.parents[1] / "release/npm/publish.sh"
        env = {"npm_config_cache": str(self.folder / "cache"), "npm_config_offline": "true"}
        ran = self.run_in(self.folder, [script, DIST / "npm", "--dry-run"], os.get_exec_path(), env=env)
        self.assertEqual(ran.returncode, 0, ran.stderr)
