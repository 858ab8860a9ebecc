#!/usr/bin/env bash
# Prints the notes of a version, cut from the changelog: release/notes.sh VERSION [CHANGELOG]
set -euo pipefail
cd "$(dirname "$0")/.."
notes=$(awk -v version="$1" '
  /^## / { inside = ($2 == version || $2 == "[" version "]"); next }
  inside { print }
' "${2:-CHANGELOG.md}")
# `$(…)` removed the blank lines at the end; sed removes those at the start.
notes=$(sed '/./,$!d' <<<"$notes")
[ -n "$notes" ] || { echo "error: the changelog has nothing about version $1" >&2; exit 1; }
printf '%s\n' "$notes"
