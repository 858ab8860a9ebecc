#!/usr/bin/env bash
# Puts bloqr into $RUNNER_TEMP/bloqr/bin, and that directory on the PATH of the next steps; `path` goes to $GITHUB_OUTPUT.
#
# It wants VERSION and FOUND as find.sh says them, VERSION_INPUT as the user gave it, and GITHUB_ACTION_PATH. A release that
# cannot be verified is refused; only without a release cargo builds the action's own code.
set -euo pipefail
folder=$RUNNER_TEMP/bloqr/bin
fail() {
  echo "::error title=bloqr::$*"
  exit 2
}

if [ "$FOUND" = true ]; then
  BLOQR_VERSION=$VERSION BLOQR_INSTALL_DIR=$folder sh "$GITHUB_ACTION_PATH/install.sh" ||
    fail "the release $VERSION cannot be installed; the lines above say why"
elif [ -n "$VERSION_INPUT" ]; then
  fail "there is no release $VERSION"
elif [ -x "$folder/bloqr" ] || [ -x "$folder/bloqr.exe" ]; then
  echo "the cache has bloqr, built from the same code"
elif command -v cargo >/dev/null; then
  echo "::notice title=bloqr::there is no release $VERSION yet, so cargo builds it, which takes minutes"
  cargo install --locked --path "$GITHUB_ACTION_PATH" --root "$RUNNER_TEMP/bloqr" ||
    fail "cargo cannot build bloqr"
else
  fail "there is no release $VERSION, and no cargo to build it: use a tag of the action that has a release"
fi

path=$folder/bloqr
[ -x "$path" ] || path=$folder/bloqr.exe
echo "$folder" >>"$GITHUB_PATH"
echo "path=$path" >>"$GITHUB_OUTPUT"
