#!/usr/bin/env bash
# Makes the file system of the container image: release/rootfs.sh BINARY OUT-DIR. It has the static binary, the certificates of
# authorities, a directory for temporary files, and no shell.
set -euo pipefail
binary=$1 out=$2
certificates=${CERTIFICATES:-/etc/ssl/certs/ca-certificates.crt}
root=$(cd "$(dirname "$0")/.." && pwd)

mkdir -p "$out/bin" "$out/etc/ssl/certs" "$out/lists" "$out/licences" "$out/tmp"
chmod 1777 "$out/tmp"
install -m 755 "$binary" "$out/bin/bloqr"
install -m 644 "$certificates" "$out/etc/ssl/certs/ca-certificates.crt"
install -m 644 "$root"/LICENSE-* "$out/licences/"
echo 'bloqr:x:65532:65532::/lists:' >"$out/etc/passwd"
