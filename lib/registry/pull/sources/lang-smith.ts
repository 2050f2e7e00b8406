import { defineSource, listIn, numberIn, type ReadPath, toLines } from "../define-source";
import { fillTheirs } from "../fill";

type Repo = { handle: string; owner: string; description: string; tags: string[] };

const perPage = 20;
const commitsPerPage = 100;
const rowsPerPart = 100;
/** The maximum number of commits read per prompt, newest first. */
const mostCommits = 200;

/** LangSmith's API: `/repos` are prompts, `/commits` are their versions. */
export const langSmith = defineSource({
  tool: "langsmith",
  label: "LangSmith",
  host: "https://api.smith.langchain.com",
  keys: [{ name: "key", label: "API key", help: "lsv2_…" }],
  headers: ({ key }) => ({ "x-api-key": key }),

  async listPrompts(read, page) {
    // The list also contains the hub's public prompts. Only the workspace's own are pulled.
    const tenant = ((await read("/settings")) as { id?: unknown } | undefined)?.id;
    const offset = (page - 1) * perPage;
    const answer = await read(`/repos?limit=${perPage}&offset=${offset}&is_archived=false&sort_field=updated_at`);
    const all = listIn(answer, "repos");
    const entries = all
      .filter((repo) => tenant === undefined || repo.tenant_id === tenant)
      .map(
        (repo): Repo => ({
          handle: String(repo.repo_handle),
          owner: typeof repo.owner === "string" && repo.owner ? repo.owner : "-",
          description: typeof repo.description === "string" ? repo.description : "",
          tags: Array.isArray(repo.tags) ? repo.tags.filter((tag) => typeof tag === "string") : [],
        }),
      );
    return { entries, total: numberIn(answer, "total"), isLast: all.length < perPage };
  },

  async readPrompt(read, { handle, owner, description, tags }) {
    const place = `${encodeURIComponent(owner)}/${encodeURIComponent(handle)}`;
    const hashes = await listHashes(read, place);
    const labels = await labelsOf(read, place);
    const found: unknown[] = [];
    // Oldest first, because a version's number is its position in the history.
    for (const [index, hash] of hashes.toReversed().entries()) {
      const commit = await read(`/commits/${place}/${encodeURIComponent(hash)}?include_model=true`);
      if (typeof commit !== "object" || commit === null) continue;
      found.push({ repo: handle, description, tags, version: index + 1, labels: labels.get(hash) ?? [], ...commit });
    }
    if (found.length === 0) return null;
    return { name: `${handle}.json`, text: JSON.stringify(found), prompts: 1, versions: found.length };
  },

  // LangChain fills the templates in the application.
  async fill(_read, { raw, valueNamed }) {
    const messages = filledIn(raw.manifest, valueNamed);
    return messages ? { messages } : { reason: "A template of this kind cannot be compared here." };
  },

  async listDatasets(read, page) {
    const answer = await read(`/datasets?limit=${perPage}&offset=${(page - 1) * perPage}`);
    const entries = listIn(answer, "").map(({ id, name }) => ({ id: String(id), name: String(name) }));
    return { entries, total: null, isLast: entries.length < perPage };
  },

  async readDataset(read, { id, name }, part) {
    const offset = (part - 1) * rowsPerPart;
    const answer = await read(`/examples?dataset=${encodeURIComponent(id)}&limit=${rowsPerPart}&offset=${offset}`);
    const rows = listIn(answer, "");
    return { dataset: { name, text: toLines(rows), rows: rows.length }, isLast: rows.length < rowsPerPart };
  },
});

async function listHashes(read: ReadPath, place: string): Promise<string[]> {
  const hashes: string[] = [];
  for (let offset = 0; offset < mostCommits; offset += commitsPerPage) {
    const answer = await read(`/commits/${place}/?limit=${commitsPerPage}&offset=${offset}`);
    if (answer === undefined) break;
    const commits = listIn(answer, "commits");
    hashes.push(...commits.map(({ commit_hash }) => String(commit_hash)));
    if (commits.length < commitsPerPage) break;
  }
  return hashes;
}

/** The tags ("production") of each commit. */
async function labelsOf(read: ReadPath, place: string): Promise<Map<string, string[]>> {
  const answer = await read(`/repos/${place}/tags`);
  const labels = new Map<string, string[]>();
  for (const { tag_name, commit_hash } of Array.isArray(answer) ? listIn(answer, "") : [])
    if (typeof tag_name === "string" && typeof commit_hash === "string")
      labels.set(commit_hash, [...(labels.get(commit_hash) ?? []), tag_name]);
  return labels;
}

type Serialized = { id?: unknown; kwargs?: Record<string, unknown> };
const classOf = (node: unknown) => {
  const { id } = (node ?? {}) as Serialized;
  return Array.isArray(id) ? String(id.at(-1)) : "";
};
const roles: Record<string, string> = { System: "system", Human: "user", AI: "assistant" };

/** The filled messages of a manifest; null for an unsupported kind of template. */
function filledIn(node: unknown, valueNamed: (name: string) => unknown): { role: string; text: string }[] | null {
  const { kwargs = {} } = (node ?? {}) as Serialized;
  const name = classOf(node);
  if (name === "RunnableSequence") return filledIn(kwargs.first, valueNamed);
  if (name === "RunnableBinding") return filledIn(kwargs.bound, valueNamed);
  // Values from the template itself take precedence.
  const partial = (kwargs.partial_variables ?? {}) as Record<string, unknown>;
  const own = (key: string) => (typeof partial[key] === "string" ? partial[key] : valueNamed(key));
  if (name === "PromptTemplate") {
    const text = fillNode(node, own);
    return text === null ? null : [{ role: "user", text }];
  }
  if (!Array.isArray(kwargs.messages)) return null;
  const filled: { role: string; text: string }[] = [];
  for (const message of kwargs.messages) {
    const kind = /^(System|Human|AI)Message(PromptTemplate)?$/.exec(classOf(message));
    if (classOf(message) === "MessagesPlaceholder") continue;
    const inner = (message as Serialized).kwargs ?? {};
    const text = kind?.[2] ? fillNode(inner.prompt, own) : typeof inner.content === "string" ? inner.content : null;
    if (!kind || text === null) return null;
    filled.push({ role: roles[kind[1] ?? ""] ?? "", text });
  }
  return filled;
}

function fillNode(node: unknown, valueNamed: (name: string) => unknown): string | null {
  const { kwargs = {} } = (node ?? {}) as Serialized;
  const { template, template_format: format = "f-string" } = kwargs;
  if (typeof template !== "string" || (format !== "f-string" && format !== "mustache")) return null;
  return fillTheirs(template, format, valueNamed);
}
