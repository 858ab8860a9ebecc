#!/usr/bin/env bash
# Makes the wheel of a target with maturin: release/wheel.sh TARGET OUT-DIR [PROFILE]. It has no Python inside, so one wheel
# serves all versions of it. The target `host` is this machine, with what cargo has built for it already.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1 profile=${3:-release}
mkdir -p "$2"
out=$(cd "$2" && pwd)
options=(--profile "$profile" --out "$out" --auditwheel skip)

cd release/wheel
case $target in
  host) maturin build "${options[@]}" --compatibility linux ;;
  # Static: it runs with every libc, so the wheel says so.
  *-linux-musl) maturin build "${options[@]}" --target "$target" --zig --compatibility manylinux2014 musllinux_1_1 ;;
  *) maturin build "${options[@]}" --target "$target" ;;
esac
