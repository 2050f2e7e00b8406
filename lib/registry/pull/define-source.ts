import { AppError } from "@/lib/core/errors";

/** Reads a path of the host as JSON. Returns undefined for 404 and throws for every other failure. */
export type ReadPath = (path: string, body?: unknown) => Promise<unknown>;

/** A pulled file in a format that an importer reads. */
export type PulledFile = { name: string; text: string; prompts: number; versions: number };
/** The rows of a dataset as JSON lines. */
export type PulledDataset = { name: string; text: string; rows: number };

/** The position of a pull. The caller sends it back to continue. */
export type PullCursor = {
  stage: "prompts" | "datasets";
  /** The page of the list, starting at 1. */
  page: number;
  /** The number of entries of that page that were read. */
  index: number;
  /** The part of the current dataset. */
  part: number;
};

/** One page of a list at the source. */
type SourcePage<Entry> = { entries: Entry[]; total: number | null; isLast: boolean };

/** A field of the connection form. */
type KeyField = { name: "key" | "secret"; label: string; help?: string };

/** A tool from which prompts can be pulled. All operations are read-only. */
export type PullSource<Tool extends string = string, Prompt = unknown, Dataset = unknown> = {
  tool: Tool;
  label: string;
  /** The host of the tool's own cloud. */
  host: string;
  keys: readonly KeyField[];
  headers: (keys: { key: string; secret: string }) => Record<string, string>;
  listPrompts: (read: ReadPath, page: number) => Promise<SourcePage<Prompt>>;
  /** Reads every version of a prompt; null if the prompt was deleted in the meantime. */
  readPrompt: (read: ReadPath, prompt: Prompt) => Promise<PulledFile | null>;
  /** Fills the newest version in the same way as the tool or its client. */
  fill: (read: ReadPath, prompt: ToFill) => Promise<TheirSide>;
  /** Null if the tool's API has no datasets. */
  listDatasets: ((read: ReadPath, page: number) => Promise<SourcePage<Dataset>>) | null;
  /** Reads one part of a dataset's rows. Parts start at 1. */
  readDataset: (
    read: ReadPath,
    dataset: Dataset,
    part: number,
  ) => Promise<{ dataset: PulledDataset; isLast: boolean } | null>;
};

/** The messages that an application gets from the other tool, or the reason why they are unknown. */
type TheirSide = { messages: { role: string; text: string }[] } | { reason: string };
type ToFill = { name: string; raw: Record<string, unknown>; valueNamed: (name: string) => unknown };

/** Declares a source. The form, the API and the docs are derived from it. */
export function defineSource<const Tool extends string, Prompt, Dataset>(
  source: PullSource<Tool, Prompt, Dataset>,
): PullSource<Tool, Prompt, Dataset> {
  return source;
}

/** The list in a field of a response. Throws an error with the field's name if the response has another form. */
export function listIn(answer: unknown, field: string): Record<string, unknown>[] {
  const list = field === "" ? answer : (answer as Record<string, unknown> | null | undefined)?.[field];
  if (!Array.isArray(list))
    throw new AppError(
      "provider_error",
      `An answer of this address has no list${field && ` "${field}"`}. Is it the API's address?`,
    );
  return list.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);
}

/** A number at a path in a response; null if it is missing. */
export function numberIn(answer: unknown, ...path: string[]): number | null {
  let value: unknown = answer;
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === "number" ? value : null;
}

/** Formats entries as JSON lines. */
export const toLines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");
