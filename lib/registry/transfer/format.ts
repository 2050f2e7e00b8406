import type { Note } from "@/lib/template/import-note";
import type { Loss } from "@/lib/template/source";
import { suggestPromptName } from "../prompt-name";

/** The export formats. */
export const exportFormats = ["bundle", "dotprompt", "langfuse"] as const;

/** The limits of one import. `losses` is the number listed per prompt; more are only counted. */
export const importLimits = {
  bytes: 4 * 1024 * 1024,
  files: 500,
  prompts: 500,
  versions: 1_000,
  losses: 100,
} as const;

/** A note about a file: the JSON pointer, and the position in the text, starting at 1. */
export type ImportNote = { pointer: string; message: string; line?: number; column?: number };

/** A version from a file. Its content is not validated yet. */
export type IncomingVersion = {
  content: unknown;
  /** Its number in the source, which pins of other prompts refer to. */
  number: number | null;
  message: string;
  /** Labels or environments where the file says it is live. They are only proposals. */
  labels: string[];
  /** Why this version cannot be imported, and what will differ. */
  problems: ImportNote[];
  warnings: ImportNote[];
  /** Fields of the file that are not imported. */
  losses: Loss[];
};

/** A prompt from a file. If it has problems of its own, it cannot be imported. */
export type IncomingPrompt = {
  /** The name in the file. */
  name: string;
  description: string | null;
  tags: string[] | null;
  /** Oldest first. */
  versions: IncomingVersion[];
  problems: ImportNote[];
  warnings: ImportNote[];
  losses: Loss[];
};

/** Adds an empty pointer to the notes of a text file, which has no JSON structure. */
export function atRoot(notes: readonly Note[]): ImportNote[] {
  return notes.map((note) => ({ pointer: "", ...note }));
}

/** The name in snippet tags while a file is read: the closest valid one. */
export function referenceName(name: string): string {
  return suggestPromptName(name) ?? "unnamed";
}

/** The first 20 valid tags, without duplicates. */
export function tagsOf(texts: readonly string[]): string[] {
  const tags = texts.map((tag) => tag.trim().slice(0, 50));
  return [...new Set(tags.filter((tag) => tag !== ""))].slice(0, 20);
}
