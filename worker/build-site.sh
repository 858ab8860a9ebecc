#!/usr/bin/env bash
# Builds the page, worker/site/: puts the core and the documentation into it. Wants js/build.sh, and Python with PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."
cp js/dist/browser.js worker/site/bloqr.js
cp js/dist/core.wasm worker/site/core.wasm
PAGE=/ scripts/site/build.sh worker/site/docs
