#!/usr/bin/env bash
# Builds the npm package @bloqr/core, and packs it: release/npm/pack-core.sh DIR
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
npm ci --prefix js --ignore-scripts --no-audit --no-fund
js/build.sh
cd js && npm pack --ignore-scripts --pack-destination "$out"
