import type { FoundSnippet, SnippetReference } from "@/lib/registry/queries/snippets";
import type { LoadedSnippet } from "@/lib/template/expand";
import type { Analysis as TemplateAnalysis } from "@/lib/template/parse";
import type { Draft } from "./draft";

/** The snippets that the browser knows: loaded ones, and names that do not exist. All others are being loaded. */
export type SnippetShelf = { found: readonly FoundSnippet[]; missing: readonly string[] };

/** A line that inserts a snippet. `version` is null while the snippet is unknown, `text` until it is loaded. */
export type SnippetLine = {
  place: string;
  line: number;
  column: number;
  name: string;
  version: number | null;
  text: string | null;
  /** The version that a new pin would use, if it is newer. */
  newer: number | null;
};

/** Finds a snippet as the template room requests it: the pinned version, or the version to pin now. */
export function findSnippet({ found }: SnippetShelf, name: string, version?: number): LoadedSnippet | null {
  const exact = found.find((one) => one.name === name && one.requestedVersion === (version ?? null));
  if (exact || version === undefined) return exact ?? null;
  return found.find((one) => one.name === name && one.version === version) ?? null;
}

const pinned = ({ pins }: Draft, name: string) => pins.find((pin) => pin.name === name)?.version;

/** Returns the version of each inserted snippet, by name. */
export function snippetVersions(names: ReadonlySet<string>, draft: Draft, shelf: SnippetShelf): Map<string, number> {
  return new Map(
    [...names].flatMap((name): [string, number][] => {
      const version = pinned(draft, name) ?? findSnippet(shelf, name)?.version;
      return version === undefined ? [] : [[name, version]];
    }),
  );
}

/** Returns what has to be loaded: for every snippet the version to pin now, and the pinned version. */
export function unloadedSnippets(names: ReadonlySet<string>, draft: Draft, shelf: SnippetShelf): SnippetReference[] {
  return [...names].flatMap((name): SnippetReference[] => {
    if (shelf.missing.includes(name)) return [];
    const version = pinned(draft, name);
    const isKnown = shelf.found.some((one) => one.name === name && one.requestedVersion === null);
    const hasPinned = version === undefined || findSnippet(shelf, name, version) !== null;
    return [...(isKnown ? [] : [{ name }]), ...(hasPinned ? [] : [{ name, version }])];
  });
}

/** Returns the lines that insert snippets, with the inserted text. */
export function snippetLines(
  read: readonly TemplateAnalysis[],
  placeOf: (index: number) => string,
  draft: Draft,
  shelf: SnippetShelf,
): SnippetLine[] {
  return read.flatMap(({ snippets }, index) =>
    snippets.map(({ name, line, column }): SnippetLine => {
      const current = findSnippet(shelf, name)?.version ?? null;
      const version = pinned(draft, name) ?? current;
      const newer = version !== null && current !== null && current > version ? current : null;
      const text = version === null ? null : textOf(findSnippet(shelf, name, version));
      return { place: placeOf(index), line, column, name, version, text, newer };
    }),
  );
}

function textOf(snippet: LoadedSnippet | null): string | null {
  const [message] = snippet?.content.messages ?? [];
  return message && "content" in message && typeof message.content === "string" ? message.content : null;
}
