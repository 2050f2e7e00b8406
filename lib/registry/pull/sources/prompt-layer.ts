import { defineSource, listIn, numberIn } from "../define-source";

type Template = { name: string; version: number };

const perPage = 20;

/** PromptLayer's API: a list of the newest versions, and each version by number. */
export const promptLayer = defineSource({
  tool: "promptlayer",
  label: "PromptLayer",
  host: "https://api.promptlayer.com",
  keys: [{ name: "key", label: "API key", help: "pl_…" }],
  headers: ({ key }) => ({ "x-api-key": key }),

  async listPrompts(read, page) {
    const answer = await read(`/prompt-templates?page=${page}&per_page=${perPage}`);
    const entries = listIn(answer, "items").map(
      ({ prompt_name, version }): Template => ({ name: String(prompt_name), version: Number(version) || 1 }),
    );
    return { entries, total: numberIn(answer, "total"), isLast: entries.length < perPage };
  },

  async readPrompt(read, { name, version: newest }) {
    const found: unknown[] = [];
    for (let version = 1; version <= newest; version++) {
      // A read-only POST. The body selects the version and keeps the text as a template.
      const body = { version, skip_input_variable_rendering: true };
      const template = await read(`/prompt-templates/${encodeURIComponent(name)}`, body);
      if (template !== undefined) found.push(template);
    }
    if (found.length === 0) return null;
    return { name: `${name}.json`, text: JSON.stringify(found), prompts: 1, versions: found.length };
  },

  // PromptLayer's server fills the text and returns the request that its client would send.
  async fill(read, { name, raw, valueNamed }) {
    const names = [...new Set(namesIn(raw))];
    const values = Object.fromEntries(names.map((each) => [each, valueNamed(each)]));
    const body = { version: Number(raw.version), input_variables: values };
    const template = (await read(`/prompt-templates/${encodeURIComponent(name)}`, body)) as Filled | undefined;
    const { messages, prompt } = template?.llm_kwargs ?? {};
    if (typeof prompt === "string") return { messages: [{ role: "user", text: prompt }] };
    if (!Array.isArray(messages)) return { reason: "PromptLayer gives no request for this prompt: it has no model." };
    return { messages: messages.map(({ role, content }) => ({ role: String(role), text: textIn(content) })) };
  },

  listDatasets: null,
  readDataset: async () => null,
});

type Filled = { llm_kwargs?: { messages?: { role?: unknown; content?: unknown }[]; prompt?: unknown } | null };

const textIn = (content: unknown): string =>
  Array.isArray(content)
    ? content.map((part: { text?: unknown }) => String(part?.text ?? "")).join("")
    : String(content ?? "");

/** The names under `input_variables` at any depth of the template. */
function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "input_variables" && Array.isArray(inner)
      ? inner.filter((name): name is string => typeof name === "string")
      : namesIn(inner),
  );
}
