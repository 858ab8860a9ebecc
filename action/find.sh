#!/usr/bin/env bash
# Looks for the release that the action uses: `version` and `found` (true, false) go to $GITHUB_OUTPUT, and with `false` a
# `key` for the cache of what cargo builds.
#
# It wants VERSION, which is empty for the version of the action itself, and GITHUB_ACTION_PATH, where the action is.
set -euo pipefail
cd "$GITHUB_ACTION_PATH"
releases=${BLOQR_RELEASES:-https://github.com/bloqr/bloqr/releases}
version=${VERSION#v}
version=${version:-$(release/version.sh)}

status=$(curl --proto '=https' --silent --show-error --location --retry 3 --output /dev/null --write-out '%{http_code}' \
  "$releases/download/v$version/SHA256SUMS") || true
case $status in
  200) found=true ;;
  404) found=false ;;
  *)
    echo "::error title=bloqr::cannot look for the release $version: the server answered $status"
    exit 2
    ;;
esac
{
  echo "version=$version"
  echo "found=$found"
  if [ $found = false ]; then
    # The code and the compiler decide what is built.
    hash=$({ rustc --version 2>/dev/null || true; cat Cargo.lock Cargo.toml; find src crates -type f | LC_ALL=C sort | xargs cat; } | git hash-object --stdin)
    echo "key=bloqr-$RUNNER_OS-$RUNNER_ARCH-$hash"
  fi
} >>"$GITHUB_OUTPUT"
