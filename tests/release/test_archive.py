"""The archive, its sums, the notes, and the scripts themselves."""

import glob
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tarfile
import zipfile

from support import DIST, ROOT, TARGET, VERSION, Case


class Archive(Case):
    def test_has_all_that_a_package_needs(self):
        with tarfile.open(DIST / f"archives/bloqr-{TARGET}.tar.gz") as archive:
            members = {it.name.removeprefix(f"bloqr-{TARGET}/"): it for it in archive}
            third_party = archive.extractfile(members["THIRD-PARTY.txt"]).read().decode()
        self.assertEqual(members["bloqr"].mode, 0o755)
        for name in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "completions/bloqr.bash", "man/bloqr.1"]:
            self.assertEqual(members[name].mode, 0o644)
        self.assertEqual({it.uid for it in members.values()}, {0})
        for crate in ["clap", "reqwest", "ring", "rustls", "serde_json"]:
            self.assertIn(f"\n{crate} ", third_party)
        self.assertNotIn("\nassert_cmd ", third_party, "is only used by tests")

    def test_runs(self):
        with tarfile.open(DIST / f"archives/bloqr-{TARGET}.tar.gz") as archive:
            archive.extractall(self.folder, filter="data")
        self.validates(self.folder, [self.folder / f"bloqr-{TARGET}/bloqr"], [])

    def test_same_files_give_the_same_bytes(self):
        files = self.folder / "bloqr-x"
        files.mkdir()
        (files / "bloqr.exe").write_text("x")
        (files / "b.txt").write_text("y")
        for suffix in ["tar.gz", "zip"]:
            packed = []
            for n in range(2):
                archive = self.folder / f"{n}.{suffix}"
                (files / "b.txt").touch()
                subprocess.run(["python3", ROOT / "release/pack.py", files, archive, "1700000000"], check=True)
                packed.append(archive.read_bytes())
            self.assertEqual(*packed)
        with zipfile.ZipFile(self.folder / "0.zip") as archive:
            self.assertEqual(archive.namelist(), ["bloqr-x/b.txt", "bloqr-x/bloqr.exe"])

    def test_sums_are_those_of_the_files(self):
        lines = (DIST / "archives/SHA256SUMS").read_text().splitlines()
        sums = dict(reversed(it.split("  ")) for it in lines)
        files = {it.name for it in (DIST / "archives").iterdir()} - {"SHA256SUMS"}
        self.assertEqual(set(sums), files)
        for name, wanted in sums.items():
            self.assertEqual(hashlib.sha256((DIST / "archives" / name).read_bytes()).hexdigest(), wanted)


class Notes(Case):
    CHANGELOG = "# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.10.0 - 2026-01-02\n\n- Ten.\n\n### Changed\n\n- More.\n\n" \
        "## [1.1.0] - 2026-01-01\n\n- One.\n"

    def notes(self, version):
        changelog = self.folder / "CHANGELOG.md"
        changelog.write_text(self.CHANGELOG)
        command = [ROOT / "release/notes.sh", version, changelog]
        return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def test_are_those_of_the_version(self):
        for version, notes in [("1.10.0", "- Ten.\n\n### Changed\n\n- More.\n"), ("1.1.0", "- One.\n")]:
            self.assertEqual(self.notes(version).stdout, notes)

    def test_of_an_unknown_version_are_an_error(self):
        for version in ["1.1", "2.0.0", ""]:
            self.assertEqual(self.notes(version).returncode, 1)


class Version(Case):
    """In a copy of the files that name the version."""

    PAGES = ["README.md", "docs/installing.md", "docs/compatibility.md"]

    def check(self, tag, change=None):
        copy = pathlib.Path(self.folder / "copy")
        shutil.rmtree(copy, ignore_errors=True)
        for folder in ["release", "js", "docs"]:
            (copy / folder).mkdir(parents=True)
        for name in ["release/version.sh", "Cargo.toml", "CHANGELOG.md", "pyproject.toml", "js/package.json", *self.PAGES]:
            shutil.copy(ROOT / name, copy / name)
        changelog = copy / "CHANGELOG.md"
        changelog.write_text(changelog.read_text().replace("## Unreleased", f"## {VERSION} - 2026-12-01"))
        if change:
            change(copy)
        command = [copy / "release/version.sh", tag]
        return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def test_of_a_tag_must_be_everywhere(self):
        self.assertEqual(self.check(f"v{VERSION}").stdout, f"{VERSION}\n")
        self.assertIn("Cargo.toml", self.check("v9.9.9").stderr)
        self.assertIn("CHANGELOG.md", self.check(f"v{VERSION}", lambda it: (it / "CHANGELOG.md").write_text("")).stderr)
        self.assertIn("pyproject.toml", self.check(f"v{VERSION}", lambda it: (it / "pyproject.toml").write_text("")).stderr)
        for page in self.PAGES:
            def change(copy, page=page):
                (copy / page).write_text((copy / page).read_text().replace(VERSION, "0.0.9"))
            self.assertIn(page, self.check(f"v{VERSION}", change).stderr)
        self.assertIn("js/package.json", self.check(f"v{VERSION}", lambda it: (it / "js/package.json").write_text("")).stderr)


class Scripts(Case):
    def test_are_clean(self):
        scripts = [it for folder in ["action", "release", "release/npm", "tests/release"] for it in glob.glob(f"{ROOT}/{folder}/*.sh")]
        subprocess.run(["shellcheck", "--severity=warning", f"{ROOT}/install.sh", *scripts], check=True)
        subprocess.run(["dash", "-n", f"{ROOT}/install.sh"], check=True)

    def test_are_those_of_the_workflow(self):
        workflow = (ROOT / ".github/workflows/release.yml").read_text() + (ROOT / "action.yml").read_text()
        scripts = set(re.findall(r"(?<!tests/)\b(?:release|action)/[a-z/-]+\.(?:sh|mjs|txt|json)", workflow))
        self.assertLessEqual({"release/npm/pack-core.sh", "action/find.sh"}, scripts)
        for script in scripts:
            self.assertTrue((ROOT / script).is_file(), script)
            self.assertTrue(os.access(ROOT / script, os.X_OK) or not script.endswith(".sh"), script)

    def test_actions_are_pinned_by_commit(self):
        files = [*glob.glob(f"{ROOT}/.github/workflows/*.yml"), f"{ROOT}/action.yml"]
        uses = [line for it in files for line in pathlib.Path(it).read_text().splitlines() if "uses: " in line]
        for line in uses:
            self.assertRegex(line, r"uses: [\w./-]+@[0-9a-f]{40} # v[\d.]+$")

    def test_know_the_same_targets(self):
        targets = {it["target"] for it in json.loads((ROOT / "release/platforms.json").read_text())}
        script = (ROOT / "install.sh").read_text()
        named = {f"{cpu}-{rest}" for cpu in ["x86_64", "aarch64"] for rest in ["unknown-linux-musl", "apple-darwin"]}
        for name in ["$cpu-unknown-linux-musl", "$cpu-apple-darwin", "x86_64-pc-windows-msvc"]:
            self.assertIn(f'echo "{name}"', script)
        self.assertLessEqual(named | {"x86_64-pc-windows-msvc"}, targets)
