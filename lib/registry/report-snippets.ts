import { shellQuoted, type UseOptions, type UseSnippet } from "./use-snippets";

/** What is reported: the prompt, and the version that resolve answered. */
export type ReportOptions = Pick<UseOptions, "baseUrl" | "name" | "environment"> & { version: number };

const inLines = (event: object) => JSON.stringify(event).replace(/,"(?=prompt|userId)/g, ',\n   "');

const curl = (url: string, { name, version, environment }: ReportOptions) => {
  const events = [
    {
      type: "interaction",
      id: "$USE",
      interactionId: "$INTERACTION",
      prompt: name,
      version,
      environment,
      userId: "u_1",
      latencyMs: 820,
      inputTokens: 412,
      outputTokens: 96,
      costUsd: 0.0004,
      completed: true,
    },
    { type: "feedback", id: "$WORD", interactionId: "$INTERACTION", thumbs: "up" },
  ];
  const body = shellQuoted(`{ "events": [\n${events.map((event) => `  ${inLines(event)}`).join(",\n")}\n] }`)
    .replace('"$USE"', `"'$(uuidgen)'"`)
    .replace('"$WORD"', `"'$(uuidgen)'"`)
    .replaceAll('"$INTERACTION"', `"'$INTERACTION'"`);
  return `INTERACTION=$(uuidgen) # the X-Interaction-Id that resolve answered
curl -sS ${shellQuoted(url)} \\
  -H "Authorization: Bearer $UNDERSTUDY_KEY" \\
  -H "Content-Type: application/json" \\
  -d ${body}`;
};

const fetchCode = (
  url: string,
  { name, environment }: ReportOptions,
) => `// \`response\` and \`prompt\` are what resolve answered
const interactionId = response.headers.get("x-interaction-id");
const events = [
  {
    type: "interaction", id: crypto.randomUUID(), interactionId,
    prompt: ${JSON.stringify(name)}, version: prompt.version, environment: ${JSON.stringify(environment)},
    userId: "u_1", latencyMs: 820, inputTokens: 412, outputTokens: 96, costUsd: 0.0004, completed: true,
  },
  // later, when somebody said something
  { type: "feedback", id: crypto.randomUUID(), interactionId, thumbs: "up" },
];
const answer = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.UNDERSTUDY_KEY}\`,
    "content-type": "application/json",
  },
  body: JSON.stringify({ events }), // no answer? send the same ids again
});`;

const urllib = (url: string, { name, environment }: ReportOptions) => `import json
import os
import urllib.request
import uuid

# response and prompt are what resolve answered
interaction_id = response.headers["x-interaction-id"]
events = [
    {
        "type": "interaction", "id": str(uuid.uuid4()), "interactionId": interaction_id,
        "prompt": ${JSON.stringify(name)}, "version": prompt["version"], "environment": ${JSON.stringify(environment)},
        "userId": "u_1", "latencyMs": 820, "inputTokens": 412, "outputTokens": 96, "costUsd": 0.0004, "completed": True,
    },
    # later, when somebody said something
    {"type": "feedback", "id": str(uuid.uuid4()), "interactionId": interaction_id, "thumbs": "up"},
]
request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=json.dumps({"events": events}).encode(),  # no answer? send the same ids again
    headers={
        "Authorization": f"Bearer {os.environ['UNDERSTUDY_KEY']}",
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as answer:
    print(json.load(answer))`;

/** How to send back what happened after a model call, in three languages. */
export function buildReportSnippets(options: ReportOptions): UseSnippet[] {
  const url = `${options.baseUrl.replace(/\/+$/, "")}/api/v1/events`;
  return [
    { id: "curl", label: "curl", code: curl(url, options) },
    { id: "typescript", label: "TypeScript", code: fetchCode(url, options) },
    { id: "python", label: "Python", code: urllib(url, options) },
  ];
}
