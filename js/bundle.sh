#!/usr/bin/env bash
# Writes one ESM file for each platform into js/dist, beside core.wasm: js/bundle.sh.
set -euo pipefail
cd "$(dirname "$0")"
for platform in node workerd browser; do
  node_modules/.bin/esbuild src/index.js --bundle --format=esm --target=es2022 --conditions=$platform \
    --external:./core.wasm --external:node:fs --log-level=warning --legal-comments=none --minify --line-limit=120 --outfile=dist/$platform.js
done
cp ../LICENSE-MIT ../LICENSE-APACHE .
ls -l dist | awk 'NR > 1 { print "js/dist/" $9 ": " $5 " bytes" }'
