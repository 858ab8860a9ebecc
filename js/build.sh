#!/usr/bin/env bash
# Builds the npm package into js/dist: js/build.sh [CARGO OPTIONS]. Wants `npm ci --prefix js`, and a compiler as
# scripts/build-wasm.sh says.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root/js"
mkdir -p dist
"$root/scripts/build-wasm.sh" bloqr-js wasm-js dist/core.wasm "$@"
# The second pass takes 10 s, and makes it smaller again.
node_modules/.bin/wasm-opt dist/core.wasm -Oz -Oz --enable-simd --enable-bulk-memory --enable-bulk-memory-opt \
  --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals --output dist/core.wasm
./bundle.sh
