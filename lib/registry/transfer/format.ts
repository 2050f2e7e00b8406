import type { Note } from "@/lib/template/import-note";
import type { Loss } from "@/lib/template/source";
import { suggestPromptName } from "../prompt-name";

/** The formats that can be written. */
export const exportFormats = ["bundle", "dotprompt", "langfuse"] as const;

/** Bounds of one import. `losses`: listed for one prompt; the others are counted. */
export const importLimits = {
  bytes: 4 * 1024 * 1024,
  files: 500,
  prompts: 500,
  versions: 1_000,
  losses: 100,
} as const;

/** Something to say about a file: where in its JSON or YAML, and where in that text, from 1. */
export type ImportNote = { pointer: string; message: string; line?: number; column?: number };

/** One version as read: its content is not checked yet. */
export type IncomingVersion = {
  content: unknown;
  /** Its number where it comes from, for the pins of other prompts. */
  number: number | null;
  message: string;
  /** What the file says about where it is live: labels or environments. Only ever a proposal. */
  labels: string[];
  /** Why this version cannot be imported, and what will differ. */
  problems: ImportNote[];
  warnings: ImportNote[];
  /** Fields of the file that nothing was made of. */
  losses: Loss[];
};

/** One prompt as read. With problems of its own it cannot be imported at all. */
export type IncomingPrompt = {
  /** As it is called in the file. */
  name: string;
  description: string | null;
  tags: string[] | null;
  /** Oldest first. */
  versions: IncomingVersion[];
  problems: ImportNote[];
  warnings: ImportNote[];
  losses: Loss[];
};

type Fields = Record<string, unknown>;

/** Notes of a text file, which has no JSON around its text. */
export function atRoot(notes: readonly Note[]): ImportNote[] {
  return notes.map((note) => ({ pointer: "", ...note }));
}

/** A name as snippet tags hold it while a file is read: the nearest valid one. */
export function referenceName(name: string): string {
  return suggestPromptName(name) ?? "unnamed";
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The first 20 tags that a prompt may have, each once. */
export function tagsOf(texts: readonly string[]): string[] {
  const tags = texts.map((tag) => tag.trim().slice(0, 50));
  return [...new Set(tags.filter((tag) => tag !== ""))].slice(0, 20);
}
