import type { Actor } from "@/lib/auth/actor";
import { recordAct } from "@/lib/auth/commands/record-read";
import { getPrompt } from "@/lib/registry/queries/prompts";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import type { Content } from "@/lib/template/content";
import { getSuiteOrThrow, listCases } from "../queries";
import type { CaseFileFormat } from "./format";
import { noPrompt, type PromptShape } from "./mapping";
import { CsvShape, toCsvLine, toJsonLine } from "./write-cases";

/** Returns the variables of a suite's prompt and whether it answers JSON, from its newest version. */
export async function getPromptShape(actor: Actor, name: string | null): Promise<PromptShape> {
  const prompt = name === null ? null : await getPrompt(actor, name);
  if (!prompt) return noPrompt;
  const version = await getVersionOrThrow(actor, prompt.name, prompt.latestVersion);
  return shapeOf(version.expanded ?? version.content);
}

/** The same for a loaded content. */
function shapeOf({ variables = [], responseSchema }: Content): PromptShape {
  return { variables: variables.map(({ name, type }) => ({ name, type })), answersJson: responseSchema !== undefined };
}

type CaseExportOptions = { format: CaseFileFormat; revision?: number | undefined };
/** The file name without extension. */
export type CaseFile = { name: string; parts: AsyncGenerator<string> };

const page = 500;

/** Exports a suite at a revision as a file, page by page. Permissions are checked before the first part. */
export async function exportCases(
  actor: Actor,
  suiteId: string,
  { format, revision }: CaseExportOptions,
): Promise<CaseFile> {
  const suite = await getSuiteOrThrow(actor, suiteId);
  const at = revision ?? suite.revision;
  const pages = () => readPages(actor, suiteId, at);
  await listCases(actor, suiteId, { limit: 1, revision: at });
  await recordAct(actor, "suite.export", suite, { format, set: at });
  return {
    name: `${suite.name}-r${at}`,
    parts: format === "csv" ? csvParts(pages, await getPromptShape(actor, suite.prompt)) : jsonParts(pages),
  };
}

async function* readPages(actor: Actor, suiteId: string, revision: number) {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listCases(actor, suiteId, { limit: page, revision, ...(cursor && { cursor }) });
    yield items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}

type Pages = () => ReturnType<typeof readPages>;

async function* jsonParts(pages: Pages) {
  for await (const cases of pages()) yield cases.map(toJsonLine).join("");
}

/**
 * Reads the cases twice, because the columns are known only after every case was read. A revision never changes, so
 * both reads are equal.
 */
async function* csvParts(pages: Pages, prompt: PromptShape) {
  const shape = new CsvShape(prompt);
  for await (const cases of pages()) for (const one of cases) shape.add(one);
  const columns = shape.columns();
  yield toCsvLine(columns.map(({ head }) => head));
  for await (const cases of pages())
    yield cases.map((one) => toCsvLine(columns.map(({ write }) => write(one)))).join("");
}
