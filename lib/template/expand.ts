import { AppError, type ErrorCode } from "@/lib/core/errors";
import { type Content, isPlaceholder, type Pin, type Variable } from "./content";
import { mapTemplates } from "./fields";
import { replaceSnippets } from "./join";
import { toProblem } from "./parse";
import { positionsIn } from "./positions";
import { problemsError } from "./problem";
import { type Scan, scanTemplate } from "./scan";

/** Limits of snippets: the nesting depth, and the size of the content with all snippets inserted. */
export const expansionLimits = { depth: 5, bytes: 1024 * 1024 } as const;

/** A loaded snippet: one version of a prompt. `owner` is the current name of the prompt, after a rename. */
export type LoadedSnippet = Pin & { content: Content; owner?: string };

/** Finds a loaded snippet: the given version, or without one the version to pin now. */
export type LoadSnippet = (name: string, version?: number) => LoadedSnippet | null;

export type Expansion = {
  /** The content without snippet tags and without `snippets`. */
  content: Content;
  /** The snippets that the prompt names directly, with the inserted versions. */
  pins: Pin[];
  /** The variables that all snippets declare, without duplicates. The prompt's own declarations take precedence. */
  variables: Variable[];
};

/** The text of a snippet with its own snippets inserted, and its nesting depth. */
type Built = { text: string; depth: number };

type Fail = (code: ErrorCode, message: string) => AppError;

/** Returns the names of the snippets in the content's templates, without duplicates. Skips unreadable templates. */
export function snippetNames(content: Content): string[] {
  const names = new Set<string>();
  mapTemplates(content, (text) => {
    for (const { name } of scanOrNull(text)?.snippets ?? []) names.add(name);
    return text;
  });
  return [...names];
}

/**
 * Replaces every `{% render 'name' %}` with the text of the snippet. So a version always gives the same text, and the
 * snippet sees the prompt's variables. `self` is the prompt's own name, to detect cycles. Throws `include_not_found`,
 * `include_not_text`, `include_cycle`, `include_depth`, `template_too_large` or `template_syntax`.
 */
export function expandSnippets(content: Content, load: LoadSnippet, self?: string): Expansion {
  const built = new Map<string, Built>();
  const variables = new Map<string, Variable>();
  const pins = new Map<string, number>();

  const build = (owner: Content, name: string, chain: readonly string[], fail: Fail): Built => {
    if (chain.includes(name) || name === self)
      throw fail("include_cycle", `Snippets include each other: ${path(self, chain, name)}.`);
    if (chain.length >= expansionLimits.depth) throw tooDeep(fail, path(self, chain, name));
    const snippet = load(name, owner.snippets?.find((pin) => pin.name === name)?.version);
    if (!snippet) throw fail("include_not_found", `There is no snippet "${name}".`);
    if (self !== undefined && snippet.owner === self)
      throw fail("include_cycle", `"${name}" is a former name of ${self}: it cannot include itself.`);
    if (owner === content) pins.set(name, snippet.version);
    const key = `${name}@${snippet.version}`;
    const expanded = built.get(key) ?? expandSnippet(snippet, [...chain, name], fail);
    if (chain.length + 1 + expanded.depth > expansionLimits.depth) throw tooDeep(fail, path(self, chain, name));
    built.set(key, expanded);
    return expanded;
  };

  const expandSnippet = (snippet: LoadedSnippet, chain: readonly string[], fail: Fail): Built => {
    const [message, ...others] = snippet.content.messages;
    if (!message || others.length > 0 || isPlaceholder(message))
      throw fail("include_not_text", `"${snippet.name}" is a prompt of several messages; a snippet has exactly one.`);
    if (typeof message.content !== "string")
      throw fail("include_not_text", `"${snippet.name}" contains images or files; a snippet is one text.`);
    const scan = scanOrNull(message.content);
    if (!scan) throw fail("template_syntax", `The snippet "${snippet.name}" cannot be read.`);
    for (const variable of snippet.content.variables ?? [])
      if (!variables.has(variable.name)) variables.set(variable.name, variable);
    let depth = 0;
    const text = replaceSnippets(scan, ({ name }) => {
      const inner = build(snippet.content, name, chain, fail);
      depth = Math.max(depth, inner.depth + 1);
      return inner.text;
    });
    if (text.length > expansionLimits.bytes) throw tooLarge();
    return { text, depth };
  };

  let characters = 0;
  const { snippets: _pins, ...bare } = content;
  const expanded = mapTemplates(bare, (text, pointer) => {
    const at = positionsIn(text);
    return replaceSnippets(scanOrThrow(text, pointer), ({ name, token }) => {
      const fail: Fail = (code, message) => problemsError([{ code, message, pointer, ...at(token.begin) }]);
      const inner = build(content, name, [], fail);
      characters += inner.text.length;
      if (characters > expansionLimits.bytes) throw tooLarge();
      return inner.text;
    });
  });
  if (new TextEncoder().encode(JSON.stringify(expanded)).length > expansionLimits.bytes) throw tooLarge();
  const sorted = [...pins].map(([name, version]) => ({ name, version })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { content: expanded, pins: sorted, variables: [...variables.values()] };
}

function scanOrNull(text: string): Scan | null {
  try {
    return scanTemplate(text);
  } catch {
    return null;
  }
}

function scanOrThrow(text: string, pointer: string): Scan {
  try {
    return scanTemplate(text);
  } catch (error) {
    throw problemsError([{ pointer, ...toProblem(error, positionsIn(text)) }]);
  }
}

function path(self: string | undefined, chain: readonly string[], name: string): string {
  return [...(self ? [self] : []), ...chain, name].join(" → ");
}

function tooDeep(fail: Fail, names: string): AppError {
  return fail("include_depth", `Snippets include each other more than ${expansionLimits.depth} levels deep: ${names}.`);
}

function tooLarge(): AppError {
  const message = `With its snippets included, a version has at most ${expansionLimits.bytes / 1024} KiB.`;
  return new AppError("template_too_large", message, {
    errors: [{ pointer: "/messages", code: "template_too_large", message }],
  });
}
