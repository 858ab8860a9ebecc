#!/usr/bin/env bash
# Builds a library as one WASM file: scripts/build-wasm.sh PACKAGE PROFILE OUT [CARGO OPTIONS]. Downloads nothing.
#
# An installed wasm32-unknown-unknown target is used as it is. Without one, a distribution's rustc
# with its sources is enough: on Debian `apt-get install --no-install-recommends rustc-web
# rust-web-src lld`, and the standard library is built too.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
package=$1 profile=$2 out=$3
target=wasm32-unknown-unknown
build=(cargo rustc --manifest-path "$root/Cargo.toml" --package "$package" --target "$target" --profile "$profile" --target-dir "$root/target/wasm" --quiet --crate-type cdylib "${@:4}")

# Every platform that runs the core has 128-bit SIMD, which the searches of `memchr` use.
flags="-C target-feature=+simd128"

if [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]; then
  RUSTFLAGS=$flags "${build[@]}"
else
  rustc=/usr/bin/rustc
  sources=$($rustc --print sysroot 2>/dev/null)/lib/rustlib/src/rust || sources=
  linker=
  for it in wasm-ld-22 wasm-ld-19 wasm-ld-16 wasm-ld-14 wasm-ld; do
    command -v "$it" >/dev/null && { linker=$it; break; }
  done
  if [ ! -d "$sources/library" ] || [ -z "$linker" ]; then
    echo "error: no $target target, and no distribution's rustc with sources and wasm-ld" >&2
    echo "  try: rustup target add $target" >&2
    echo "  or, on Debian: apt-get install --no-install-recommends rustc-web rust-web-src lld" >&2
    exit 2
  fi
  # Keep the paths of this machine out of the file, so that every machine builds the same bytes.
  for from in "${CARGO_HOME:-$HOME/.cargo}/registry/src" "$root" "$(readlink -f "$sources")" "$sources"; do
    flags+=" --remap-path-prefix=$from="
  done
  # A panic ends the instance without a word, because nobody could read it: compilers since 1.92 leave the words out.
  silent="-Zunstable-options -Cpanic=immediate-abort"
  if RUSTC_BOOTSTRAP=1 $rustc $silent --print cfg >/dev/null 2>&1; then
    flags+=" $silent"
  fi
  # The bootstrap key allows a stable compiler to build its own standard library; it is used only here.
  RUSTC=$rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS=$flags \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker \
    "${build[@]}" -Zbuild-std=std,panic_abort
fi
install -m 644 "$root/target/wasm/$target/$profile/${package//-/_}.wasm" "$out"
echo "$out: $(wc -c <"$out") bytes"
