#!/usr/bin/env bash
# Tests each way of installing from its packed artefact, in empty folders: tests/release/run.sh
#
# It wants target/debug/bloqr, Node and Python, and brings its tools from PyPI. The packages hold a static binary that was
# built quickly. Where neither the musl target nor a distribution's rustc with its sources is installed, it is the debug build.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=target/release-tools
[ -x $tools/bin/python3 ] || python3 -m venv $tools
$tools/bin/pip install --quiet --requirement tests/release/requirements.txt
PATH=$PWD/$tools/bin:$PATH
target=x86_64-unknown-linux-musl

if [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ] || [ -d /usr/lib/rustlib/src/rust/library ]; then
  binary=$(release/build.sh $target dist-test)
else
  echo "skipped: the static binary, because neither the target $target nor sources of the standard library are installed"
  mkdir -p target/dist-binary
  strip -o target/dist-binary/bloqr target/debug/bloqr
  binary=target/dist-binary/bloqr
fi

rm -rf target/dist
release/archive.sh $target "$binary" target/dist/archives
cp install.sh target/dist/archives/
release/sums.sh target/dist/archives >/dev/null
node release/npm/pack.mjs target/dist/npm
node release/npm/pack.mjs target/dist/npm "$target=$binary"
release/wheel.sh host target/dist/wheels dev
# What pre-commit needs from an index to install a package that is only a name.
pip download --quiet --no-deps --dest target/dist/wheels 'setuptools>=64' wheel
release/crates.sh --dry-run --no-verify --allow-dirty 2>&1 | tail -1
if cargo cyclonedx --version >/dev/null 2>&1; then
  release/sbom.sh target/dist/archives
else
  echo "skipped: the SBOM, because cargo-cyclonedx is not installed"
fi

cd tests/release
exec python3 -m unittest "$@"
