import { convertFString, convertJinja, convertSingleCurly, guardLiteral } from "@/lib/template/curly-templates";
import { convertHandlebars } from "@/lib/template/handlebars";
import { type Note, Notes } from "@/lib/template/import-note";
import { positionsIn } from "@/lib/template/positions";
import { suggestPromptName } from "../prompt-name";

/** The formats that can be read, by the names that API and pages use. */
export const importFormats = [
  "bundle",
  "dotprompt",
  "humanloop",
  "langfuse",
  "promptlayer",
  "langsmith",
  "pezzo",
] as const;
export type ImportFormat = (typeof importFormats)[number];

/** The formats that can be written. */
export const exportFormats = ["bundle", "dotprompt", "langfuse"] as const;

/** Bounds of one import. */
export const importLimits = { bytes: 4 * 1024 * 1024, files: 500, prompts: 500, versions: 1_000 } as const;

/** Something to say about a file: where in its JSON, and where in that text, from 1. */
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
};

export type ReadFile = { format: ImportFormat; prompts: IncomingPrompt[] };

type Fields = Record<string, unknown>;
export type Dialect = "mustache" | "f-string" | "jinja" | "single-curly" | "literal";

/** Collects what is said about one prompt of a JSON file while it is converted. */
export class Sink {
  readonly problems: ImportNote[] = [];
  readonly warnings: ImportNote[] = [];

  refuse(pointer: string, message: string): void {
    if (this.problems.length < 50) this.problems.push({ pointer, message });
  }

  warn(pointer: string, message: string): void {
    if (this.warnings.length < 50 && !this.warnings.some((warning) => warning.message === message))
      this.warnings.push({ pointer, message });
  }

  /** A text in another tool's language, in Liquid. */
  template(text: unknown, pointer: string, dialect: Dialect): string {
    if (typeof text !== "string") {
      this.refuse(pointer, "This is not a text.");
      return "";
    }
    if (text.length > 256 * 1024) {
      this.refuse(pointer, "The text is larger than 256 KiB.");
      return "";
    }
    const notes = new Notes(positionsIn(text));
    const result = convert(text, dialect, notes);
    this.problems.push(...notes.problems.map((note) => ({ pointer, ...note })));
    for (const { message } of notes.warnings) this.warn(pointer, message);
    return result;
  }
}

function convert(text: string, dialect: Dialect, notes: Notes): string {
  if (dialect === "f-string") return convertFString(text, notes);
  if (dialect === "jinja") return convertJinja(text, notes);
  if (dialect === "single-curly") return convertSingleCurly(text, notes);
  if (dialect === "literal") return guardLiteral(text);
  return convertHandlebars(text, 0, notes)
    .map((piece) => ("text" in piece ? piece.text : ""))
    .join("");
}

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

export const textOf = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

export const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];

/** The first 20 tags that a prompt may have, each once. */
export function tagsOf(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const tags = textsOf(value).map((tag) => tag.trim().slice(0, 50));
  return [...new Set(tags.filter((tag) => tag !== ""))].slice(0, 20);
}
