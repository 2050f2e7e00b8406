import type { Variable } from "@/lib/template/content";

/** What an application asks for, and where. */
export type UseOptions = {
  /** Where Understudy answers: "https://prompts.example.com". */
  baseUrl: string;
  name: string;
  environment: string;
  variables?: readonly Pick<Variable, "name" | "type" | "required">[];
};

export type UseSnippet = { id: "curl" | "typescript" | "python"; label: string; code: string };

type Value = string | number | boolean | Value[] | { [key: string]: Value };

/** A value to fill in, so that the example runs as it stands: strings read like their variable's name. */
function sampleValue({ name, type }: Pick<Variable, "name" | "type">): Value {
  if (type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "array") return ["first", "second"];
  if (type === "object") return { key: "value" };
  return name.replaceAll("_", " ").trim() || "text";
}

function requestBody({ name, environment, variables = [] }: UseOptions): { [key: string]: Value } {
  const needed = variables.filter(({ required }) => required);
  const values = Object.fromEntries(needed.map((variable) => [variable.name, sampleValue(variable)]));
  return { name, environment, variables: values };
}

type Language = { isTrue: string; isFalse: string; step: string; key: (name: string) => string };

const json: Language = { isTrue: "true", isFalse: "false", step: "  ", key: JSON.stringify };
const python: Language = { isTrue: "True", isFalse: "False", step: "    ", key: JSON.stringify };
const typescript: Language = {
  ...json,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
};

// Strings are written as JSON in all three: JavaScript and Python read them the same way.
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
export const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const curl = (url: string, body: Value) => `curl -sS ${shellQuoted(url)} \\
  -H "Authorization: Bearer $UNDERSTUDY_KEY" \\
  -H "Content-Type: application/json" \\
  -d ${shellQuoted(literal(body, json, "  "))}`;

const fetchCode = (url: string, body: Value) => `const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.UNDERSTUDY_KEY}\`,
    "content-type": "application/json",
  },
  body: JSON.stringify(${literal(body, typescript, "  ")}),
});
if (!response.ok) throw new Error(await response.text());
const { messages, model } = await response.json();`;

const urllib = (url: string, body: Value) => `import json
import os
import urllib.request

request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=json.dumps(${literal(body, python, "    ")}).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['UNDERSTUDY_KEY']}",
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as response:
    prompt = json.load(response)
messages, model = prompt["messages"], prompt["model"]`;

/** How to ask for a prompt before a model call, in three languages; each runs as it stands with UNDERSTUDY_KEY set. */
export function buildUseSnippets(options: UseOptions): UseSnippet[] {
  const url = `${options.baseUrl.replace(/\/+$/, "")}/api/v1/prompts/resolve`;
  const body = requestBody(options);
  return [
    { id: "curl", label: "curl", code: curl(url, body) },
    { id: "typescript", label: "TypeScript", code: fetchCode(url, body) },
    { id: "python", label: "Python", code: urllib(url, body) },
  ];
}
