#!/usr/bin/env bash
# Publishes all crates, each after those that it uses: release/crates.sh [--dry-run]
#
# A dry run packs all crates and builds them from what is packed. A crate with this version that is there already is left
# out, so that a run that failed in the middle can be repeated.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "${1:-}" = --dry-run ]; then
  exec cargo publish --locked --workspace --dry-run "${@:2}"
fi
version=$(release/version.sh)
options=()
while IFS= read -r crate; do
  if cargo info --registry crates-io "$crate@$version" >/dev/null 2>&1; then
    echo "$crate $version is there already"
    options+=(--exclude "$crate")
  fi
done < <(cargo metadata --locked --no-deps --format-version=1 | python3 -c '
import json, sys
for package in json.load(sys.stdin)["packages"]:
    if package["publish"] != []:
        print(package["name"])
')
cargo publish --locked --workspace ${options[@]+"${options[@]}"}
