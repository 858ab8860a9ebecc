#!/usr/bin/env bash
# Builds bloqr for a target, and prints the path of the binary: release/build.sh TARGET [PROFILE]
#
# For Linux it wants cargo-zigbuild and Zig (`pip install --requirement release/requirements.txt`), whose C compiler
# knows every version of glibc and has musl: the machine that builds decides nothing. BLOQR_COMMIT is what
# `bloqr --version --verbose` prints as the commit.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1 profile=${2:-release}
options=(--locked --bin bloqr --profile "$profile")

case $target in
  # glibc 2.28 is that of Debian 10 and RHEL 8.
  *-linux-gnu) cargo zigbuild "${options[@]}" --target "$target.2.28" ;;
  *-linux-musl)
    if [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]; then
      cargo zigbuild "${options[@]}" --target "$target"
    else
      # Without an installed target: a distribution's compiler and its sources (`apt-get install
      # --no-install-recommends rustc-web rust-web-src`) build the standard library, too. Zig brings what starts a process.
      RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS="-C link-self-contained=no -C relocation-model=static" \
        cargo zigbuild "${options[@]}" --target "$target" -Zbuild-std=std,panic_abort
    fi
    ;;
  *) cargo build "${options[@]}" --target "$target" ;;
esac

binary=target/$target/$profile/bloqr
[ -f "$binary" ] || binary+=.exe
echo "$binary"
