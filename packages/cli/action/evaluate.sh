#!/usr/bin/env bash
# Evaluates the prompts of a pull request. Settings come from the environment, never from text put into this script.
set -euo pipefail

folder=${RUNNER_TEMP:-$(mktemp -d)}
junit="$folder/understudy.xml"
markdown="$folder/understudy.md"
rm -f "$junit" "$markdown"

read -r -d '' -a prompts <<<"$PROMPTS" || true
if [ "${PUSH:-false}" = true ]; then node "$UNDERSTUDY" push -- "${prompts[@]}"; fi

code=0
node "$UNDERSTUDY" eval --to "$ENVIRONMENT" --junit "$junit" --markdown "$markdown" -- "${prompts[@]}" || code=$?
if [ -f "$markdown" ]; then
  cat "$markdown" >>"$GITHUB_STEP_SUMMARY"
  printf 'junit=%s\nmarkdown=%s\n' "$junit" "$markdown" >>"$GITHUB_OUTPUT"
fi
exit "$code"
