#!/usr/bin/env bash
# Asks `bloqr dev` by its own OpenAPI document: tests/openapi/run.sh [options of `st run`]. Wants
# target/debug/bloqr, worker/core.wasm, worker/node_modules, and the client:
# python3 -m venv target/openapi && target/openapi/bin/pip install --requirement tests/openapi/requirements.txt
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
st=$root/target/openapi/bin/st

folder=$(mktemp -d)
export BLOQR_DEV_KEY=blq_0123456789abcdef0123456789abcdef0123456789abcdef
export BLOQR_WORKERD=${BLOQR_WORKERD:-$root/worker/node_modules/@cloudflare/workerd-linux-64/bin/workerd}
(cd "$root/worker" && exec "$root/target/debug/bloqr" dev --port 0 --ephemeral) >"$folder/log" 2>&1 &
server=$!
trap 'kill $server; wait $server 2>/dev/null || true; rm -r "$folder"' EXIT
until grep -q 'API key' "$folder/log"; do
  kill -0 $server || { cat "$folder/log" >&2; exit 1; }
  sleep 0.1
done
url=$(grep -o 'http://127\.0\.0\.1:[0-9]*' "$folder/log" | head -1)
# It keeps what it found in the folder where it runs.
cp "$root/tests/openapi/"{checks.py,schemathesis.toml} "$folder"
cd "$folder"
export SCHEMATHESIS_HOOKS=checks
# What failed in the backend stands in its log.
"$st" run "$url/api/openapi.json" --header "Authorization: Bearer $BLOQR_DEV_KEY" "$@" || { grep -v '"status":[234]' "$folder/log" >&2; exit 1; }
