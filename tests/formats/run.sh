#!/usr/bin/env bash
# Reads reports of `bloqr validate` with the programs that read such reports: tests/formats/run.sh. Wants
# target/debug/bloqr, and the readers from PyPI.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=target/format-tools
[ -x $tools/bin/python3 ] || python3 -m venv $tools
if $tools/bin/pip install --quiet --requirement tests/formats/requirements.txt; then
  $tools/bin/python3 tests/formats/readers.py target/debug/bloqr
else
  echo "skipped: PyPI is not to be had here"
fi
