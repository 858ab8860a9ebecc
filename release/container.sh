#!/usr/bin/env bash
# Builds the image of both platforms from the release's archives, and pushes it: release/container.sh ARCHIVES-DIR IMAGE
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(release/version.sh)
for platform in amd64:x86_64 arm64:aarch64; do
  name=bloqr-${platform#*:}-unknown-linux-musl
  mkdir -p target/rootfs
  tar -xzf "$1/$name.tar.gz" -C target/rootfs
  release/rootfs.sh "target/rootfs/$name/bloqr" "target/rootfs/${platform%:*}"
  cp "target/rootfs/$name/THIRD-PARTY.txt" "target/rootfs/${platform%:*}/licences/"
done
docker buildx create --use >/dev/null
docker buildx build --push --platform linux/amd64,linux/arm64 --provenance=true \
  --label "org.opencontainers.image.source=https://github.com/bloqr/bloqr" \
  --label "org.opencontainers.image.licenses=MIT OR Apache-2.0" \
  --tag "$2:$version" --tag "$2:latest" .
