#!/usr/bin/env bash
# Writes SHA256SUMS with the sums of all other files of a directory: release/sums.sh DIR
set -euo pipefail
cd "$1"
sum() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
rm -f SHA256SUMS
sums=$(sum -- *)
tee SHA256SUMS <<<"$sums"
