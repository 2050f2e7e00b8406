import { type Api, promptPath } from "./api";
import { exits, Failure } from "./failure";

type PromptSummary = { name: string; latestVersion: number };
type RemotePrompt = PromptSummary & { archivedAt: string | null };
/** A prompt on the server: the number of its newest version, and that version as a file. */
export type Remote = { version: number; text: string };

const namesAtOnce = 100;
/**
 * More names than this are looked up in the list of all prompts, because each request counts against the key's limit.
 */
const mostReadAlone = 50;
const tries = 5;

type ListQuery = { folder?: string | undefined; isArchived?: string };

async function listVersions(api: Api, query: ListQuery): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for await (const { name, latestVersion } of api.all<PromptSummary>("/prompts", query))
    versions.set(name, latestVersion);
  return versions;
}

/** The newest versions of the named prompts, archived ones too. */
async function readVersions(api: Api, names: readonly string[]): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  if (names.length > mostReadAlone) {
    const lists = [await listVersions(api, {}), await listVersions(api, { isArchived: "true" })];
    for (const list of lists) for (const [name, version] of list) known.set(name, version);
  } else
    for (const name of names) {
      const found = await readOne(api, name);
      if (found) known.set(name, found.latestVersion);
    }
  const nameSet = new Set(names);
  return new Map([...known].filter(([name]) => nameSet.has(name)));
}

async function exportFiles(api: Api, names: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (let at = 0; at < names.length; at += namesAtOnce) {
    const query = { format: "dotprompt", names: names.slice(at, at + namesAtOnce).join(",") };
    const { files } = await api.call<{ files: { name: string; text: string }[] }>("/export", { query });
    for (const { name, text } of files) texts.set(name.replace(/\.prompt$/, ""), text);
  }
  return texts;
}

/** Reads the prompts of a folder, or the named ones. Number and text belong to the same version. */
export async function readRemote(
  api: Api,
  { folder, names }: { folder: string | undefined; names: readonly string[] },
): Promise<Map<string, Remote>> {
  const read = () => (names.length === 0 ? listVersions(api, { folder }) : readVersions(api, names));
  for (let count = 0; count < tries; count++) {
    const before = await read();
    const texts = await exportFiles(api, [...before.keys()]);
    const after = await read();
    if (before.size !== after.size || [...before].some(([name, version]) => after.get(name) !== version)) continue;
    return new Map([...before].map(([name, version]) => [name, { version, text: texts.get(name) ?? "" }]));
  }
  throw new Failure("revision_conflict", "Prompts change faster than they can be read. Try again.", exits.conflict);
}

/** Reads a prompt by its current or former name, archived ones too. Null if there is none. */
export async function readOne(api: Api, name: string): Promise<RemotePrompt | null> {
  try {
    return await api.call<RemotePrompt>(promptPath(name));
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "invalid_name") {
      if (error instanceof Failure && error.code === "not_found") return null;
      throw error;
    }
    throw new Failure(error.code, `${name}: ${error.message.replace(/^\/name: /, "")}`, exits.failed, error.requestId);
  }
}
