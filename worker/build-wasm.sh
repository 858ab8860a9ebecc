#!/usr/bin/env bash
# Builds the core as WASM: worker/build-wasm.sh [OUT [CARGO OPTIONS]]. Downloads nothing.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
exec "$root/scripts/build-wasm.sh" bloqr-wasm wasm "${1:-$root/worker/core.wasm}" "${@:2}"
