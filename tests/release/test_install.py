"""install.sh, against a server on this machine."""

import stat
import subprocess

from support import DAMAGES, ROOT, TARGET, VERSION, Case, release, releases

NEEDED = ["sh", "uname", "mktemp", "rm", "cat", "chmod", "mkdir", "mv", "awk", "sed", "tar", "gzip", "grep"]


class Install(Case):
    def install(self, tools=("curl", "sha256sum"), shell="dash", change=None, damage=None, **env):
        release(self.folder, damage)
        with releases(self.folder) as (address, certificate):
            (self.folder / "wgetrc").write_text(f"ca_certificate = {certificate}\n")
            env = {"BLOQR_RELEASES": address, "CURL_CA_BUNDLE": str(certificate), "WGETRC": str(self.folder / "wgetrc"),
                   "TMPDIR": str(self.temporary), **env}
            if change:
                change(env)
            path = [self.tools(shell, *NEEDED, *tools)]
            script = (ROOT / "install.sh").read_text()
            return self.run_in(self.folder, [shell], path, env, stdin=script)

    def setUp(self):
        super().setUp()
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()
        self.bin = self.home / ".local/bin"

    def assert_installed(self, ran, folder=None):
        self.assertEqual(ran.returncode, 0, ran.stderr)
        folder = folder or self.bin
        self.assertEqual([it.name for it in folder.iterdir()], ["bloqr"])
        self.assertEqual(stat.S_IMODE((folder / "bloqr").stat().st_mode), 0o755)
        self.validates(self.folder, [folder / "bloqr"], [])
        self.assertEqual(list(self.temporary.iterdir()), [])

    def assert_refused(self, ran, why):
        self.assertEqual(ran.returncode, 1, ran.stderr)
        self.assertIn("error: ", ran.stderr)
        self.assertIn(why, ran.stderr)
        self.assertFalse((self.bin / "bloqr").exists())
        self.assertEqual(list(self.temporary.iterdir()), [], "a file is left")
        if self.bin.exists():
            self.assertEqual(list(self.bin.iterdir()), [], "half a file is left")

    def test_installs_the_newest_release(self):
        ran = self.install()
        self.assert_installed(ran)
        self.assertIn("is not on the PATH", ran.stderr)

    def test_installs_a_version_into_a_directory(self):
        folder = self.folder / "a b"
        self.assert_installed(self.install(BLOQR_VERSION=f"v{VERSION}", BLOQR_INSTALL_DIR=str(folder)), folder)

    def test_works_with_other_shells_and_tools(self):
        self.assert_installed(self.install(shell="bash", tools=["wget", "openssl"]))

    def test_replaces_what_was_there(self):
        self.bin.mkdir(parents=True)
        (self.bin / "bloqr").write_text("old")
        self.assert_installed(self.install())

    def test_refuses_what_it_cannot_verify(self):
        for damage, why in DAMAGES.items():
            with self.subTest(damage.__name__):
                self.assert_refused(self.install(damage=damage), why)
                self.doCleanups()
                self.setUp()

    def test_refuses_without_a_tool_for_sums(self):
        self.assert_refused(self.install(tools=["curl"]), "sha256sum")

    def test_refuses_without_a_tool_for_downloads(self):
        self.assert_refused(self.install(tools=["sha256sum"]), "curl or wget")

    def test_refuses_a_version_without_a_release(self):
        self.assert_refused(self.install(BLOQR_VERSION="9.9.9"), "cannot download")

    def test_refuses_what_is_no_version(self):
        self.assert_refused(self.install(BLOQR_VERSION="../latest"), "not a version")

    def test_refuses_http(self):
        def plain(env):
            env["BLOQR_RELEASES"] = env["BLOQR_RELEASES"].replace("https", "http")
        self.assert_refused(self.install(change=plain), "not an https address")

    def test_refuses_a_server_that_nobody_vouches_for(self):
        for tool in ["curl", "wget"]:
            with self.subTest(tool):
                ran = self.install(tools=[tool, "sha256sum"], CURL_CA_BUNDLE="/dev/null", WGETRC="/dev/null")
                self.assert_refused(ran, "cannot download")
                self.doCleanups()
                self.setUp()

    def test_keeps_the_old_command_when_it_fails(self):
        self.bin.mkdir(parents=True)
        (self.bin / "bloqr").write_text("old")
        ran = self.install(damage=next(iter(DAMAGES)))
        self.assertEqual(ran.returncode, 1)
        self.assertEqual([it.read_text() for it in self.bin.iterdir()], ["old"])

    def test_a_script_that_was_cut_off_does_nothing(self):
        script = (ROOT / "install.sh").read_text()
        path = [self.tools("dash", *NEEDED, "curl", "sha256sum")]
        for end in range(100, len(script) - 5, 97):
            # Nothing can be downloaded from there, so what does anything fails in another way than by its syntax.
            env = {"BLOQR_RELEASES": "https://localhost:1", "TMPDIR": str(self.temporary)}
            ran = self.run_in(self.folder, ["dash"], path, env, stdin=script[:end])
            self.assertNotIn("download", ran.stderr, end)
        self.assertEqual(list(self.temporary.iterdir()), [])

    def test_a_binary_that_does_not_run_is_not_installed(self):
        def other(at):
            name = f"bloqr-{TARGET}"
            (self.folder / name).mkdir()
            (self.folder / name / "bloqr").write_text("#!/no such program\n")
            subprocess.run(["tar", "-czf", at / f"{name}.tar.gz", "-C", self.folder, name], check=True)
            subprocess.run([ROOT / "release/sums.sh", at], check=True, stdout=subprocess.DEVNULL)
        self.assert_refused(self.install(damage=other), "does not run")
