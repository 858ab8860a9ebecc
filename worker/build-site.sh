#!/usr/bin/env bash
# Puts the core into the page, worker/site/: worker/build-site.sh. Wants js/build.sh.
set -euo pipefail
cd "$(dirname "$0")"
cp ../js/dist/browser.js site/bloqr.js
cp ../js/dist/core.wasm site/core.wasm
