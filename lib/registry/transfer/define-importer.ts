import type { FrontMatter } from "@/lib/template/front-matter";
import type { Source } from "@/lib/template/source";
import type { IncomingPrompt } from "./format";

/** What a file is before anybody knows its format. */
export type FileKind = "json" | "yaml" | "front matter" | "text";

/** A file opened: its data when it is JSON or YAML, else its front matter and text. */
export type OpenFile = {
  /** With its folders, as it was sent. */
  path: string;
  /** The path without the ending. */
  name: string;
  kind: FileKind;
  /** The JSON or YAML, or the fields of the front matter; an empty map for a text. */
  source: Source;
  front: FrontMatter;
};

/** Everything about a format that can be imported. Page, API, docs and detection are derived from it. */
export type Importer<Format extends string = string> = {
  format: Format;
  /** What people call it. */
  label: string;
  /** What of it is read, as the end of "Reads …". */
  reads: string;
  /** The endings its files usually have. */
  endings: readonly string[];
  kinds: readonly FileKind[];
  /** Whether a file of one of these kinds is of this format. */
  is: (file: OpenFile) => boolean;
  /** The prompts in it, or why the whole file cannot be read. Takes every field that it makes something of. */
  read: (file: OpenFile) => IncomingPrompt[] | string;
};

/** Declares a format. */
export function defineImporter<const Format extends string>(importer: Importer<Format>): Importer<Format> {
  return importer;
}

/** Whether the file's name ends so. */
export const endsWith = ({ path }: OpenFile, ending: string) => path.toLowerCase().endsWith(ending);

/** The name in the file; where it only repeats the end of the file's path, the path with its folders. */
export function nameIn(own: string | null, path: string): string {
  return own === null || path.endsWith(`/${own}`) ? path : own;
}
