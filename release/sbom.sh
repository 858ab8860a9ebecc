#!/usr/bin/env bash
# Writes the software bill of materials, CycloneDX in JSON: release/sbom.sh OUT-DIR. It is OUT-DIR/bloqr.cdx.json; cargo-cyclonedx
# must be there (`cargo install --locked cargo-cyclonedx`).
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "$1"
trap 'find . -name bloqr-sbom.json -not -path "./target/*" -delete' EXIT
# It writes a file for each crate of the workspace; that of the command names all of them.
cargo cyclonedx --format json --spec-version 1.5 --target all --all --override-filename bloqr-sbom
mv bloqr-sbom.json "$1/bloqr.cdx.json"
