import { defineSource, listIn, numberIn, toLines } from "../define-source";
import { fillTheirs } from "../fill";

type PromptMeta = { name: string; versions: number[] };

const perPage = 20;
const rowsPerPart = 100;

/** Langfuse's public API: `GET /api/public/v2/prompts` and its sub-resources. */
export const langfuse = defineSource({
  tool: "langfuse",
  label: "Langfuse",
  host: "https://cloud.langfuse.com",
  keys: [
    { name: "key", label: "Public key", help: "pk-lf-…" },
    { name: "secret", label: "Secret key", help: "sk-lf-…" },
  ],
  headers: ({ key, secret }) => ({ authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}` }),

  async listPrompts(read, page) {
    const answer = await read(`/api/public/v2/prompts?page=${page}&limit=${perPage}`);
    const entries = listIn(answer, "data").map(
      ({ name, versions }): PromptMeta => ({
        name: String(name),
        versions: Array.isArray(versions) ? versions.filter((each) => typeof each === "number") : [],
      }),
    );
    return { entries, total: numberIn(answer, "meta", "totalItems"), isLast: entries.length < perPage };
  },

  async readPrompt(read, { name, versions }) {
    const found: unknown[] = [];
    for (const version of versions.toSorted((one, other) => one - other)) {
      // resolve=false keeps references to other prompts.
      const path = `/api/public/v2/prompts/${encodeURIComponent(name)}?version=${version}&resolve=false`;
      const prompt = await read(path);
      if (prompt !== undefined) found.push(prompt);
    }
    if (found.length === 0) return null;
    return { name: `${name}.json`, text: JSON.stringify(found), prompts: 1, versions: found.length };
  },

  // Langfuse's server inserts other prompts; its client inserts the values.
  async fill(read, { name, raw, valueNamed }) {
    const path = `/api/public/v2/prompts/${encodeURIComponent(name)}?version=${Number(raw.version)}`;
    const { prompt } = ((await read(path)) ?? {}) as { prompt?: unknown };
    const list = Array.isArray(prompt) ? prompt : [{ role: "user", content: prompt }];
    const messages = list.filter((entry) => entry?.type !== "placeholder");
    const filled = messages.map(({ role, content }) => ({
      role: String(role),
      text: typeof content === "string" ? fillTheirs(content, "mustache", valueNamed) : null,
    }));
    const isFilled = filled.every((message): message is { role: string; text: string } => message.text !== null);
    return isFilled
      ? { messages: filled }
      : { reason: "Its text contains logic, which Langfuse's client cannot fill." };
  },

  async listDatasets(read, page) {
    const answer = await read(`/api/public/v2/datasets?page=${page}&limit=${perPage}`);
    const entries = listIn(answer, "data").map(({ name }) => ({ name: String(name) }));
    return { entries, total: numberIn(answer, "meta", "totalItems"), isLast: entries.length < perPage };
  },

  async readDataset(read, { name }, part) {
    const query = `datasetName=${encodeURIComponent(name)}&page=${part}&limit=${rowsPerPart}`;
    const rows = listIn(await read(`/api/public/dataset-items?${query}`), "data");
    return { dataset: { name, text: toLines(rows), rows: rows.length }, isLast: rows.length < rowsPerPart };
  },
});
