#!/usr/bin/env bash
# Writes SHA256SUMS with the sums of all other files of a directory: release/sums.sh DIR
set -euo pipefail
cd "$1"
sum() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
find . -maxdepth 1 -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort | while IFS= read -r file; do
  sum "$file"
done >"${TMPDIR:-/tmp}/sums.$$"
mv "${TMPDIR:-/tmp}/sums.$$" SHA256SUMS
cat SHA256SUMS
