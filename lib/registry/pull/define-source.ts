import { AppError } from "@/lib/core/errors";

/** Reads one address below the host, as JSON. 404 is undefined; everything else that is no answer throws. */
export type Read = (path: string, body?: unknown) => Promise<unknown>;

/** What a source found: a file that the importer of its format reads. */
export type PulledFile = { name: string; text: string; prompts: number; versions: number };
/** The rows of a dataset, as lines of JSON. */
export type PulledDataset = { name: string; text: string; rows: number };

/** Where a pull stands. It travels to the caller and back, so that a pull goes on where it ended. */
export type PullCursor = {
  stage: "prompts" | "datasets";
  /** Of the list, from 1. */
  page: number;
  /** How many entries of that page are read. */
  index: number;
  /** Of the dataset that is being read. */
  part: number;
};

/** One entry of a list at the source. */
type SourcePage<Entry> = { entries: Entry[]; total: number | null; isLast: boolean };

/** A field of the form that a connection needs. */
type KeyField = { name: "key" | "secret"; label: string; help?: string };

/** A tool whose prompts can be pulled. All of it only reads. */
export type PullSource<Tool extends string = string, Prompt = unknown, Dataset = unknown> = {
  tool: Tool;
  label: string;
  /** Where the tool's own cloud is. */
  host: string;
  keys: readonly KeyField[];
  headers: (keys: { key: string; secret: string }) => Record<string, string>;
  listPrompts: (read: Read, page: number) => Promise<SourcePage<Prompt>>;
  /** Every version of one prompt; null when it went away meanwhile. */
  readPrompt: (read: Read, prompt: Prompt) => Promise<PulledFile | null>;
  /** The newest version filled as the tool, or its client, fills it. */
  fill: (read: Read, prompt: ToFill) => Promise<TheirSide>;
  /** Null: the tool has no datasets that its API gives. */
  listDatasets: ((read: Read, page: number) => Promise<SourcePage<Dataset>>) | null;
  /** A part of the rows of one dataset, from 1. */
  readDataset: (
    read: Read,
    dataset: Dataset,
    part: number,
  ) => Promise<{ dataset: PulledDataset; isLast: boolean } | null>;
};

/** The other side of one prompt: what its application gets there, or why that is not known. */
type TheirSide = { messages: { role: string; text: string }[] } | { reason: string };
type ToFill = { name: string; raw: Record<string, unknown>; valueNamed: (name: string) => unknown };

/** Declares a source. The form, the API and the docs are derived from it. */
export function defineSource<const Tool extends string, Prompt, Dataset>(
  source: PullSource<Tool, Prompt, Dataset>,
): PullSource<Tool, Prompt, Dataset> {
  return source;
}

/** The list in a field of an answer; an answer of another form is refused by name. */
export function listIn(answer: unknown, field: string): Record<string, unknown>[] {
  const list = field === "" ? answer : (answer as Record<string, unknown> | null | undefined)?.[field];
  if (!Array.isArray(list))
    throw new AppError(
      "provider_error",
      `An answer of this address has no list${field && ` "${field}"`}. Is it the API's address?`,
    );
  return list.filter((each): each is Record<string, unknown> => typeof each === "object" && each !== null);
}

/** A number deep in an answer; null when it is not there. */
export function numberIn(answer: unknown, ...path: string[]): number | null {
  let value: unknown = answer;
  for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return typeof value === "number" ? value : null;
}

/** Entries as lines of JSON. */
export const toLines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");
