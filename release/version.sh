#!/usr/bin/env bash
# Prints the version in Cargo.toml: release/version.sh [TAG]. With a tag, fails when the tag is for another version, or when
# CHANGELOG.md or a file that names the version does not know it.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n '/^\[workspace\.package\]/,/^\[/s/^version = "\(.*\)"$/\1/p' Cargo.toml)
fail() { echo "error: $*" >&2; exit 1; }

if [ $# -gt 0 ]; then
  [ "$1" = "v$version" ] || fail "the tag is $1, but Cargo.toml has version $version"
  grep -q "^## $version " CHANGELOG.md || fail "CHANGELOG.md has no section '## $version - DATE'"
  for page in README.md docs/installing.md docs/compatibility.md; do
    # What users copy: the tag of the action and of the hooks, a package of npm or PyPI.
    other=$(grep -oE '(bloqr@v?|rev: v|bloqr==)[0-9][0-9A-Za-z.-]*[0-9A-Za-z]' "$page" | grep -vE "(@v?|v|==)$version\$" || true)
    [ -z "$other" ] || fail "$page names another version: $other"
  done
fi
grep -qxF "dependencies = [\"bloqr==$version\"]" pyproject.toml || fail "pyproject.toml is for another version"
grep -qF "\"version\": \"$version\"" js/package.json || fail "js/package.json is for another version"
echo "$version"
