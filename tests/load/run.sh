#!/usr/bin/env bash
# Mixed load of 64 clients on `bloqr dev` while its parts fail: tests/load/run.sh [SECONDS], 300 without. Prints how long
# requests took, and how much memory was used; fails when an answer is wrong or the memory grows. Wants
# worker/core.wasm (worker/build-wasm.sh) and worker/node_modules (npm ci --prefix worker).
set -euo pipefail
cd "$(dirname "$0")/../.."
SECONDS_TO_RUN=${1:-300} cargo test --locked --release --features workerd-tests --test it -- \
  --ignored --exact --nocapture worker::faults::no_fault_makes_an_answer_wrong
