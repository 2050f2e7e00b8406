import type { FrontMatter } from "@/lib/template/front-matter";
import type { Source } from "@/lib/template/source";
import type { IncomingPrompt } from "./format";

/** The syntax of a file, before its format is known. */
export type FileKind = "json" | "yaml" | "front matter" | "text";

/** A parsed file: its data if it is JSON or YAML, else its front matter and text. */
export type OpenFile = {
  /** The path as sent, with folders. */
  path: string;
  /** The path without the extension. */
  name: string;
  kind: FileKind;
  /** The JSON or YAML data, or the fields of the front matter; an empty map for plain text. */
  source: Source;
  front: FrontMatter;
};

/** A format that can be imported. The page, the API, the docs and the detection are derived from it. */
export type Importer<Format extends string = string> = {
  format: Format;
  /** The name of the format for people. */
  label: string;
  /** What is read from it, as the end of "Reads …". */
  reads: string;
  /** The usual extensions of its files. */
  endings: readonly string[];
  kinds: readonly FileKind[];
  /** Whether a file of one of these kinds has this format. */
  is: (file: OpenFile) => boolean;
  /** Returns the prompts of the file, or why it cannot be read. Must take every field that it uses. */
  read: (file: OpenFile) => IncomingPrompt[] | string;
};

/** Declares a format. */
export function defineImporter<const Format extends string>(importer: Importer<Format>): Importer<Format> {
  return importer;
}

/** Whether the file's name has this ending. */
export const endsWith = ({ path }: OpenFile, ending: string) => path.toLowerCase().endsWith(ending);

/** The name in the file. If it only repeats the last part of the path, the path with its folders. */
export function nameIn(own: string | null, path: string): string {
  return own === null || path.endsWith(`/${own}`) ? path : own;
}
