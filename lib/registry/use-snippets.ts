import {
  json,
  literal,
  modelOfNone,
  planOf,
  python,
  shellQuoted,
  typescript,
  type UseOptions,
  type UsePlan,
} from "./use-plan";

export type UseSnippet = { id: "first" | "typescript" | "python" | "shell"; label: string; code: string };

/** One command that needs nothing but a key. Without one, the key comes from the environment. */
const firstCall = ({ url, body: { format: _, ...body } }: UsePlan, key: string | null) =>
  `curl -sS ${shellQuoted(`${url}/prompts/resolve`)} \\
  -H "authorization: Bearer ${key ?? "$UNDERSTUDY_API_KEY"}" \\
  -H "content-type: application/json" \\
  -d ${shellQuoted(literal(body, json, "  "))}`;

const shell = ({ url, body, provider, hasModel }: UsePlan) => {
  const { variable, address, path, headers, text, tokens } = provider;
  const request = hasModel ? ".request" : `{ model: "${modelOfNone}", messages }`;
  const heads = headers.map(([name, value]) => `-H "${name}: ${value.replace("$", `$${variable}_API_KEY`)}"`).join(" ");
  const at = text.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return `# Needs UNDERSTUDY_API_KEY, ${variable}_API_KEY, and jq.
set -eu
understudy=${shellQuoted(url)}
json="content-type: application/json"
headers=$(mktemp)

# 1. The prompt, with your values filled in.
prompt=$(curl -sS --fail-with-body -D "$headers" "$understudy/prompts/resolve" \\
  -H "authorization: Bearer $UNDERSTUDY_API_KEY" -H "$json" \\
  -d ${shellQuoted(literal(body, json, "  "))})
interaction=$(grep -i '^x-interaction-id:' "$headers" | tr -d '\\r' | cut -d' ' -f2)

# 2. The model's answer.
started=$(date +%s)
answer=$(printf '%s' "$prompt" | jq '${request}' | curl -sS --fail-with-body \\
  "\${${variable}_BASE_URL:-${address}}${path}" ${heads} -H "$json" -d @-)
printf '%s' "$answer" | jq -r '${at}'

# 3. What happened. The same id again counts once.
jq -n --argjson prompt "$prompt" --argjson answer "$answer" --arg id "$interaction" \\
  --argjson ms "$((($(date +%s) - started) * 1000))" '{ events: [{
    type: "interaction", id: $id, interactionId: $id, userId: "u_1",
    prompt: $prompt.name, version: $prompt.version, environment: $prompt.environment,
    latencyMs: $ms, inputTokens: $answer.usage.${tokens[0]}, outputTokens: $answer.usage.${tokens[1]}
  }] }' | curl -sS --fail-with-body "$understudy/events" -H "authorization: Bearer $UNDERSTUDY_API_KEY" -H "$json" -d @-`;
};

const fetchCode = ({ url, body, provider, hasModel }: UsePlan) => {
  const { variable, address, path, headers, text, tokens } = provider;
  const request = hasModel ? "prompt.request" : `{ model: "${modelOfNone}", messages: prompt.messages }`;
  const heads = headers.map(([name, value]) => {
    const key = `process.env.${variable}_API_KEY`;
    if (value === "$") return `${JSON.stringify(name)}: \`\${${key}}\``;
    return `${typescript.key(name)}: ${value.includes("$") ? `\`${value.replace("$", `\${${key}}`)}\`` : JSON.stringify(value)}`;
  });
  const at = text.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return `// Needs UNDERSTUDY_API_KEY and ${variable}_API_KEY. Save it as app.ts, and run it with: npx tsx app.ts
const understudy = ${JSON.stringify(url)};
const provider = process.env.${variable}_BASE_URL ?? "${address}";

async function post(url: string, headers: Record<string, string>, body: unknown) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(\`\${response.status} \${await response.text()}\`);
  return response;
}
const key = { authorization: \`Bearer \${process.env.UNDERSTUDY_API_KEY}\` };

async function main() {
  // 1. The prompt, with your values filled in.
  const resolved = await post(\`\${understudy}/prompts/resolve\`, key, ${literal(body, typescript, "  ")});
  const prompt: any = await resolved.json();
  const interactionId = resolved.headers.get("x-interaction-id");

  // 2. The model's answer.
  const startedAt = Date.now();
  const answered = await post(\`\${provider}${path}\`, { ${heads.join(", ")} }, ${request});
  const answer: any = await answered.json();
  console.log(answer${at});

  // 3. What happened. The same id again counts once.
  await post(\`\${understudy}/events\`, key, {
    events: [
      {
        type: "interaction", id: interactionId, interactionId, userId: "u_1",
        prompt: prompt.name, version: prompt.version, environment: prompt.environment,
        latencyMs: Date.now() - startedAt,
        inputTokens: answer.usage?.${tokens[0]}, outputTokens: answer.usage?.${tokens[1]},
      },
    ],
  });
}

main();`;
};

const urllib = ({ url, body, provider, hasModel }: UsePlan) => {
  const { variable, address, path, headers, text, tokens } = provider;
  const request = hasModel ? 'prompt["request"]' : `{"model": "${modelOfNone}", "messages": prompt["messages"]}`;
  const heads = headers.map(([name, value]) => {
    const key = `os.environ['${variable}_API_KEY']`;
    return `"${name}": ${value === "$" ? key : value.includes("$") ? `f"${value.replace("$", `{${key}}`)}"` : `"${value}"`}`;
  });
  const at = text.map((step) => `[${JSON.stringify(step)}]`).join("");
  return `# Needs UNDERSTUDY_API_KEY and ${variable}_API_KEY. Uses the standard library only.
import json
import os
import time
import urllib.request

understudy = ${JSON.stringify(url)}
provider = os.environ.get("${variable}_BASE_URL", "${address}")


def post(url, headers, body):
    headers = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(url, data=json.dumps(body).encode(), headers=headers)
    with urllib.request.urlopen(request) as response:
        return json.load(response), response.headers


key = {"Authorization": f"Bearer {os.environ['UNDERSTUDY_API_KEY']}"}

# 1. The prompt, with your values filled in.
prompt, headers = post(f"{understudy}/prompts/resolve", key, ${literal(body, python, "")})
interaction_id = headers["X-Interaction-Id"]

# 2. The model's answer.
started_at = time.monotonic()
answer, _ = post(f"{provider}${path}", {${heads.join(", ")}}, ${request})
print(answer${at})

# 3. What happened. The same id again counts once.
usage = answer.get("usage", {})
post(f"{understudy}/events", key, {
    "events": [{
        "type": "interaction", "id": interaction_id, "interactionId": interaction_id, "userId": "u_1",
        "prompt": prompt["name"], "version": prompt["version"], "environment": prompt["environment"],
        "latencyMs": round((time.monotonic() - started_at) * 1000),
        "inputTokens": usage.get("${tokens[0]}"), "outputTokens": usage.get("${tokens[1]}"),
    }],
})`;
};

/**
 * The first call, with the key if there is one, and complete programs in three languages that resolve the prompt, call
 * the model and report the interaction. Each runs unchanged.
 */
export function buildUseSnippets(options: UseOptions, key: string | null = null): UseSnippet[] {
  const plan = planOf(options);
  return [
    { id: "first", label: "First call", code: firstCall(plan, key) },
    { id: "typescript", label: "TypeScript", code: fetchCode(plan) },
    { id: "python", label: "Python", code: urllib(plan) },
    { id: "shell", label: "Shell", code: shell(plan) },
  ];
}
