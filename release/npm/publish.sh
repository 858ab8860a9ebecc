#!/usr/bin/env bash
# Publishes the npm packages of a directory: release/npm/publish.sh DIR [--dry-run]. The platforms' packages come before
# `bloqr`, so that it is never there without them. A version that is there already is left out.
set -euo pipefail
dry_run=("${@:2}")
shopt -s nullglob
for archive in "$1"/bloqr-core-*.tgz "$1"/bloqr-cli-*.tgz "$1"/bloqr-[0-9]*.tgz; do
  manifest=$(tar -xzOf "$archive" package/package.json)
  name=$(node -p 'const it = JSON.parse(process.argv[1]); `${it.name}@${it.version}`' "$manifest")
  if [ ${#dry_run[@]} = 0 ] && npm view "$name" version >/dev/null 2>&1; then
    echo "$name is there already"
    continue
  fi
  # Trusted publishing attests where the package comes from by itself; by hand that cannot be done.
  npm publish --access public ${dry_run[@]+"${dry_run[@]}"} "$archive"
done
