#!/usr/bin/env bash
# Drives the page that `bloqr dev` serves at `/` in a Chromium: tests/page/run.sh. Wants target/debug/bloqr, worker/core.wasm,
# worker/node_modules, js/dist, and Debian's package chromium (or CHROMIUM, its path).
set -euo pipefail
cd "$(dirname "$0")/../.."
worker/build-site.sh
npm ci --prefix tests/page --ignore-scripts --no-audit --no-fund
npm test --prefix tests/page
