#!/bin/sh
# Installs the command bloqr: curl -fsSL https://github.com/bloqr/bloqr/releases/latest/download/install.sh | sh
#
#   BLOQR_VERSION       the version to install, such as 0.1.0 (the newest)
#   BLOQR_INSTALL_DIR   where the command goes (~/.local/bin)
#   BLOQR_RELEASES      where releases are, an https address (https://github.com/bloqr/bloqr/releases)
#
# It needs no root, uses https only, and installs nothing that it could not check. The file appears at once and whole:
# a command that is there already is replaced by a rename.
set -eu

# All is in a function, called by the last line: a script that was cut off on its way does nothing.
main() {
  releases=${BLOQR_RELEASES:-https://github.com/bloqr/bloqr/releases}
  case $releases in https://*) ;; *) fail "BLOQR_RELEASES is not an https address: $releases" ;; esac
  case ${BLOQR_VERSION:-} in
    '') from=$releases/latest/download ;;
    *[!0-9A-Za-z.-]*) fail "BLOQR_VERSION is not a version: $BLOQR_VERSION" ;;
    *) from=$releases/download/v${BLOQR_VERSION#v} ;;
  esac
  folder=${BLOQR_INSTALL_DIR:-${HOME:?}/.local/bin}
  target=$(target)
  case $target in
    *windows*) archive=bloqr-$target.zip unpack='unzip -q' file=bloqr.exe ;;
    *) archive=bloqr-$target.tar.gz unpack='tar -xzf' file=bloqr ;;
  esac
  for command in "${unpack%% *}" mktemp awk; do
    has "$command" || fail "this script needs $command"
  done

  work=$(mktemp -d)
  new=
  trap 'rm -rf "$work"; [ -z "$new" ] || rm -f "$new"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP

  say "downloading $from/$archive"
  download "$from/SHA256SUMS" "$work/SHA256SUMS"
  download "$from/$archive" "$work/$archive"
  check "$archive"
  (cd "$work" && $unpack "$archive") || fail "cannot unpack $archive"

  mkdir -p "$folder" || fail "cannot make $folder; set BLOQR_INSTALL_DIR to another directory"
  [ ! -d "$folder/$file" ] || fail "$folder/$file is a directory"
  # Beside its place, because only within a file system a rename is one step.
  new=$(mktemp "$folder/.bloqr.XXXXXX") || fail "cannot write into $folder; set BLOQR_INSTALL_DIR to another directory"
  cat "$work/bloqr-$target/$file" >"$new" || fail "cannot write into $folder"
  chmod 755 "$new"
  # Windows runs what is called `.exe`.
  case $file in *.exe) mv "$new" "$new.exe" && new=$new.exe ;; esac
  version=$("$new" --version) || fail "the binary does not run on this machine"
  mv -f "$new" "$folder/$file" || fail "cannot replace $folder/$file"
  new=
  say "$version is installed: $folder/$file"
  case :$PATH: in
    *":$folder:"*) ;;
    *) say "$folder is not on the PATH; add it: export PATH=\"$folder:\$PATH\"" ;;
  esac
}

# The name of the build for this machine.
target() {
  case $(uname -m) in
    x86_64 | amd64) cpu=x86_64 ;;
    aarch64 | arm64) cpu=aarch64 ;;
    *) unsupported ;;
  esac
  case $(uname -s) in
    # It is linked statically, so it runs with every libc.
    Linux) echo "$cpu-unknown-linux-musl" ;;
    Darwin)
      # A shell under Rosetta says x86_64 on an arm64 machine.
      [ "$(sysctl -n hw.optional.arm64 2>/dev/null || true)" != 1 ] || cpu=aarch64
      echo "$cpu-apple-darwin"
      ;;
    MINGW* | MSYS*) echo "x86_64-pc-windows-msvc" ;;
    *) unsupported ;;
  esac
}

unsupported() { fail "there is no build for $(uname -s) on $(uname -m); try: cargo install --locked bloqr"; }

# download ADDRESS FILE
download() {
  if has curl; then
    curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 --output "$2" "$1"
  elif has wget; then
    # busybox has no --https-only, and knows no redirects to http from https either way; the sums decide.
    if wget --help 2>&1 | grep -q -e --https-only; then
      wget --https-only --quiet --output-document "$2" "$1"
    else
      wget -q -O "$2" "$1"
    fi
  else
    fail "this script needs curl or wget"
  fi || fail "cannot download $1"
}

# check ARCHIVE: its sum must be the one in SHA256SUMS.
check() {
  wanted=$(awk -v name="$1" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
  [ "${#wanted}" = 64 ] || fail "SHA256SUMS has no sum of $1"
  if has sha256sum; then
    sum=$(sha256sum <"$work/$1")
  elif has shasum; then
    sum=$(shasum -a 256 <"$work/$1")
  elif has openssl; then
    sum=$(openssl dgst -sha256 -r <"$work/$1")
  else
    fail "cannot check the download: this script needs sha256sum, shasum or openssl"
  fi
  [ "${sum%% *}" = "$wanted" ] || fail "the sum of $1 is wrong: nothing is installed"
}

has() { command -v "$1" >/dev/null 2>&1; }
say() { echo "bloqr: $*" >&2; }
fail() {
  echo "error: $*" >&2
  exit 1
}

main
