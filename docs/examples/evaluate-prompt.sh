#!/usr/bin/env bash
# Evaluates a version of a prompt, and fails unless the version may go live. Needs bash, curl and jq.
#
#   UNDERSTUDY_URL   https://prompts.example.com
#   UNDERSTUDY_API_KEY   a manage key with access to the environment
#   PROMPT           support/reply
#   CONTENT_FILE     JSON content to save as a version first, or
#   VERSION          the version to evaluate
#   ENVIRONMENT      the environment with the gate: production
#   SUITE, MINIMUM   without a gate: the suite, and the minimum score of each of its dimensions (0 to 1)
#   MESSAGE          the message of the saved version
#   TIMEOUT_SECONDS  the longest time to wait: 1800
set -euo pipefail

api="${UNDERSTUDY_URL%/}/api/v1"
name=$(jq -rn --arg name "$PROMPT" '$name | @uri')
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

# call METHOD PATH [BODY]: writes the body of the answer to the file $answer, and sets $status.
call() {
  status=$(curl -sS --retry 3 --retry-connrefused --max-time 60 -o "$answer" -w '%{http_code}' -X "$1" "$api$2" \
    -H "authorization: Bearer $UNDERSTUDY_API_KEY" ${3+-H 'content-type: application/json' --data-binary "$3"})
}
need() { # need STATUS: for any other status, prints the error and exits.
  [ "$status" = "$1" ] && return
  jq -r '"\(.code // "error"): \(.detail // "no answer") (\(.requestId // "-"))"' "$answer" >&2 || cat "$answer" >&2
  exit 1
}
say() {
  printf '%s\n' "$1"
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then printf '%s\n' "$1" >>"$GITHUB_STEP_SUMMARY"; fi
}

# 1. Save the version, or use VERSION. If the newest version has the same content, use that one.
if [ -n "${CONTENT_FILE:-}" ]; then
  body=$(jq -n --slurpfile content "$CONTENT_FILE" --arg message "${MESSAGE:-Pushed by CI}" \
    '{ content: $content[0], message: $message }')
  call POST "/prompts/$name/versions" "$body"
  if [ "$status" = 409 ] && [ "$(jq -r .code "$answer")" = unchanged ]; then
    call GET "/prompts/$name"
    need 200
    VERSION=$(jq -r .latestVersion "$answer")
  else
    need 201
    VERSION=$(jq -r .version "$answer")
  fi
fi
: "${VERSION:?Set VERSION or CONTENT_FILE}"

# 2. Start the evaluation that the gate requires, or one on the suite.
if [ -n "${SUITE:-}" ]; then
  body=$(jq -n --arg prompt "$PROMPT" --argjson version "$VERSION" --arg suite "$SUITE" \
    '{ prompt: $prompt, version: $version, suite: $suite }')
  call POST /evaluations "$body"
  need 202
  id=$(jq -r .id "$answer")
else
  gate="/prompts/$name/gates/${ENVIRONMENT:?Set ENVIRONMENT or SUITE}"
  call GET "$gate/verdict?version=$VERSION"
  need 200
  # A result for the same cases is used again, so that it is not paid for twice.
  id=$(jq -r 'select(.state == "passed" or .state == "failed") | .run.id' "$answer")
  if [ -z "$id" ]; then
    call POST "$gate/run" "{ \"version\": $VERSION }"
    need 202
    id=$(jq -r .id "$answer")
  fi
fi
echo "Evaluating $PROMPT v$VERSION: $id"

# 3. Wait until it ends, and until the run of the live version ends too.
deadline=$((SECONDS + ${TIMEOUT_SECONDS:-1800}))
while :; do
  call GET "/evaluations/$id"
  need 200
  jq -e '(.status == "queued" or .status == "running" or .gate.state == "running") | not' "$answer" >/dev/null && break
  if [ "$SECONDS" -ge "$deadline" ]; then
    echo "The evaluation did not end in time: $(jq -c .progress "$answer")" >&2
    exit 1
  fi
  sleep "${POLL_SECONDS:-5}"
done

# 4. Print the result. The script exits with 1 unless the version passes.
say "### $PROMPT v$VERSION"
say "$(jq -r '.dimensions | to_entries[] | select(.value != null) | "- \(.key): \(.value * 1000 | round / 10) %"' "$answer")"
if [ -n "${SUITE:-}" ]; then
  verdict=$(jq -r --argjson minimum "${MINIMUM:-0}" 'if .status != "finished" then "\(.status): \(.statusReason)"
    elif .inconclusive then "inconclusive: \(.inconclusive)"
    else ([.dimensions | to_entries[] | select(.value != null and .value < $minimum) | .key] | join(", ")) as $low
      | if $low == "" then "passed" else "failed: \($low) under \($minimum * 100) %" end end' "$answer")
else
  say "$(jq -r '.gate | if .comparison then .comparison.sentence else empty end, (.reasons[] | "- \(.message)")' "$answer")"
  say "$(jq -r '.gate as $gate | $gate.brokenCases[]
    | "- case \(.position) “\(.title)”: v\($gate.liveVersion) passes \(.dimensions | join(", ")), this one does not"' "$answer")"
  verdict=$(jq -r '.gate.state // "the gate was removed"' "$answer")
fi
say "**$verdict**"
[ "$verdict" = passed ]
