#!/usr/bin/env bash
# Runs `bloqr validate` with the inputs of the action, which are variables, so that no shell runs what they hold. `exit-code`
# and `report` go to $GITHUB_OUTPUT; the script ends with the exit code of bloqr.
set -euo pipefail

args=(--format "$FORMAT")
if [ -n "$TARGET" ]; then args+=(--target "$TARGET"); fi
if [ "$STRICT" = true ]; then args+=(--strict); fi
if [ -n "$MAX_WARNINGS" ]; then args+=(--max-warnings "$MAX_WARNINGS"); fi
if [ -n "$OUTPUT" ]; then args+=(--output "$OUTPUT"); fi
while IFS= read -r arg; do
  if [ -n "$arg" ]; then args+=("$arg"); fi
done <<<"$ARGS"
args+=(--)
while IFS= read -r path; do
  if [ -n "$path" ]; then args+=("$path"); fi
done <<<"$PATHS"

code=0
"$BLOQR" validate "${args[@]}" || code=$?
{
  echo "exit-code=$code"
  # Without a file there is no report: an upload step can ask for it.
  if [ -n "$OUTPUT" ] && [ -f "$OUTPUT" ]; then echo "report=$OUTPUT"; fi
} >>"$GITHUB_OUTPUT"

# The format `github` writes a summary itself.
if [ "$FORMAT" != github ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  case $code in
    0) result='no problem was found' ;;
    1) result='problems were found' ;;
    *) result='the lists could not be checked' ;;
  esac
  echo "**$("$BLOQR" --version)**: $result${OUTPUT:+, the report is \`$OUTPUT\`}" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
