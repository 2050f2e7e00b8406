import type { Variable } from "@/lib/template/content";

/** The data for the code examples of an application. */
export type UseOptions = {
  /** The address of this server: "https://prompts.example.com". */
  baseUrl: string;
  name: string;
  environment: string;
  variables?: readonly Pick<Variable, "name" | "type" | "required">[];
  /** Values of a sample set. Short ones are sent instead of made-up ones. */
  samples?: Readonly<Record<string, unknown>>;
  /** The prompt's message placeholders. Each is sent empty. */
  placeholders?: readonly string[];
  /** The provider of the prompt's model. Null if the prompt has no model, so that the program chooses it. */
  provider?: string | null;
};

export type UseSnippet = { id: "first" | "typescript" | "python" | "shell"; label: string; code: string };

type Value = string | number | boolean | Value[] | { [key: string]: Value };

const longestSample = 120;

/** A sample value, so that the example runs unchanged. A string is the name of its variable. */
function sampleValue({ name, type }: Pick<Variable, "name" | "type">): Value {
  if (type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "array") return ["first", "second"];
  if (type === "object") return { key: "value" };
  return name.replaceAll("_", " ").trim() || "text";
}

/** How to call a provider: address, key, and where its response contains the text and the token counts. */
type Provider = {
  format: "openai" | "anthropic";
  variable: string;
  address: string;
  path: string;
  /** Header lines. `$` is replaced by the key. */
  headers: readonly (readonly [string, string])[];
  text: readonly (string | number)[];
  tokens: readonly [string, string];
};

const providers: Record<"openai" | "anthropic", Provider> = {
  openai: {
    format: "openai",
    variable: "OPENAI",
    address: "https://api.openai.com/v1",
    path: "/chat/completions",
    headers: [["authorization", "Bearer $"]],
    text: ["choices", 0, "message", "content"],
    tokens: ["prompt_tokens", "completion_tokens"],
  },
  anthropic: {
    format: "anthropic",
    variable: "ANTHROPIC",
    address: "https://api.anthropic.com/v1",
    path: "/messages",
    headers: [
      ["x-api-key", "$"],
      ["anthropic-version", "2023-06-01"],
    ],
    text: ["content", 0, "text"],
    tokens: ["input_tokens", "output_tokens"],
  },
};

/** The model that is called if a prompt has none. */
const modelOfNone = "gpt-4.1-mini";

type Plan = { url: string; body: { [key: string]: Value }; provider: Provider; hasModel: boolean };

function planOf({
  baseUrl,
  name,
  environment,
  variables = [],
  samples = {},
  placeholders = [],
  provider,
}: UseOptions): Plan {
  const needed = variables.filter(({ required }) => required);
  const hasModel = provider !== null;
  const called = providers[provider === "anthropic" ? "anthropic" : "openai"];
  const sentValue = (variable: Pick<Variable, "name" | "type">): Value => {
    const sample = Object.hasOwn(samples, variable.name) ? (samples[variable.name] ?? null) : null;
    return sample !== null && JSON.stringify(sample).length <= longestSample
      ? (sample as Value)
      : sampleValue(variable);
  };
  const open = placeholders.map((placeholder): [string, Value] => [placeholder, []]);
  const body = {
    name,
    environment,
    userId: "u_1",
    ...(hasModel && { format: called.format }),
    variables: Object.fromEntries(needed.map((variable) => [variable.name, sentValue(variable)])),
    ...(open.length > 0 && { placeholders: Object.fromEntries(open) }),
  };
  return { url: `${baseUrl.replace(/\/+$/, "")}/api/v1`, body, provider: called, hasModel };
}

type Language = { isTrue: string; isFalse: string; step: string; key: (name: string) => string };

const json: Language = { isTrue: "true", isFalse: "false", step: "  ", key: JSON.stringify };
const python: Language = { isTrue: "True", isFalse: "False", step: "    ", key: JSON.stringify };
const typescript: Language = {
  ...json,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
};

// Strings are written as JSON, which JavaScript and Python both accept.
function literal(value: Value, language: Language, indent: string, depth = 0): string {
  if (typeof value === "boolean") return value ? language.isTrue : language.isFalse;
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, language, indent, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const comma = language === json ? "" : ",";
  const lines = entries.map(([key, item]) => `${language.key(key)}: ${literal(item, language, indent, depth + 1)}`);
  if (depth > 1) return `{ ${lines.join(", ")} }`;
  const inner = `${indent}${language.step.repeat(depth + 1)}`;
  return `{\n${inner}${lines.join(`,\n${inner}`)}${comma}\n${indent}${language.step.repeat(depth)}}`;
}

/** Quotes text for a POSIX shell. */
const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** One command that needs nothing but a key. Without one, the key comes from the environment. */
const firstCall = ({ url, body: { format: _, ...body } }: Plan, key: string | null) =>
  `curl -sS ${shellQuoted(`${url}/prompts/resolve`)} \\
  -H "authorization: Bearer ${key ?? "$UNDERSTUDY_API_KEY"}" \\
  -H "content-type: application/json" \\
  -d ${shellQuoted(literal(body, json, "  "))}`;

const shell = ({ url, body, provider, hasModel }: Plan) => {
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

const fetchCode = ({ url, body, provider, hasModel }: Plan) => {
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

const urllib = ({ url, body, provider, hasModel }: Plan) => {
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
