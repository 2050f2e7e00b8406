import type { FoundSnippet, WantedSnippet } from "@/lib/registry/queries/snippets";
import type { LoadedSnippet } from "@/lib/template/expand";
import type { Analysis as TemplateAnalysis } from "@/lib/template/parse";
import type { Draft } from "./draft";

/** What the browser knows of snippets: those loaded, and names that do not exist. Others are on their way. */
export type SnippetShelf = { found: readonly FoundSnippet[]; missing: readonly string[] };

/** A line that puts a snippet in. `version` is null while nothing is known of it, `text` until that version has loaded. */
export type SnippetLine = {
  place: string;
  line: number;
  column: number;
  name: string;
  version: number | null;
  text: string | null;
  /** The version that a new pin would take, when it is newer. */
  newer: number | null;
};

/** The shelf as the template room asks it: the pinned version, or the one to pin now. */
export function findSnippet({ found }: SnippetShelf, name: string, version?: number): LoadedSnippet | null {
  const asked = found.find((one) => one.name === name && one.asked === (version ?? null));
  if (asked || version === undefined) return asked ?? null;
  return found.find((one) => one.name === name && one.version === version) ?? null;
}

const pinned = ({ pins }: Draft, name: string) => pins.find((pin) => pin.name === name)?.version;

/** The version of each snippet that is put in, by name. */
export function snippetVersions(names: ReadonlySet<string>, draft: Draft, shelf: SnippetShelf): Map<string, number> {
  return new Map(
    [...names].flatMap((name): [string, number][] => {
      const version = pinned(draft, name) ?? findSnippet(shelf, name)?.version;
      return version === undefined ? [] : [[name, version]];
    }),
  );
}

/** What the shelf lacks: the version to pin now of every snippet, and the one that is pinned. */
export function unloadedSnippets(names: ReadonlySet<string>, draft: Draft, shelf: SnippetShelf): WantedSnippet[] {
  return [...names].flatMap((name): WantedSnippet[] => {
    if (shelf.missing.includes(name)) return [];
    const version = pinned(draft, name);
    const isKnown = shelf.found.some((one) => one.name === name && one.asked === null);
    const hasPinned = version === undefined || findSnippet(shelf, name, version) !== null;
    return [...(isKnown ? [] : [{ name }]), ...(hasPinned ? [] : [{ name, version }])];
  });
}

/** The lines that put snippets in, with what would stand there. */
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
