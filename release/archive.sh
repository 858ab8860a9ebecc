#!/usr/bin/env bash
# Makes the archive of a target: release/archive.sh TARGET BINARY OUT-DIR. It is OUT-DIR/bloqr-TARGET.tar.gz, or .zip for
# Windows, with the binary, completions, man pages, the README and all licences. The same files give the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1 binary=$2 name=bloqr-$1
mkdir -p "$3"
out=$(cd "$3" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

case $target in *windows*) exe=.exe suffix=zip ;; *) exe='' suffix=tar.gz ;; esac
mkdir -p "$folder/$name"
cp "$binary" "$folder/$name/bloqr$exe"
cp -r README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT completions man "$folder/$name/"
python3 release/licences.py "$target" >"$folder/$name/THIRD-PARTY.txt"
# The time is that of the commit, and Python writes names, owners and times in the same way everywhere.
time=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
python3 release/pack.py "$folder/$name" "$out/$name.$suffix" "$time"
echo "$out/$name.$suffix"
