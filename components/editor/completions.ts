import type { editor, languages, Position } from "monaco-editor/editor";
import type { Monaco, Suggestions } from "./editor-types";

type CompletionContext =
  | { kind: "variable" | "word"; typed: string }
  | { kind: "snippet"; typed: string; quote: string };

/** Returns what kind of completion the text before the cursor needs, and the typed part of it. Pure. */
export function completionContext(before: string): CompletionContext | null {
  const snippet = /\{%-?\s*render\s+(['"])([^'"]*)$/.exec(before);
  if (snippet) return { kind: "snippet", typed: snippet[2] ?? "", quote: snippet[1] ?? "'" };
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  if (open === -1 || /\}\}|%\}/.test(before.slice(open))) return null;
  const inside = before.slice(open + 2);
  if (before.startsWith("{{", open)) {
    const typed = /^-?\s*([\p{L}_]\w*)?$/u.exec(inside);
    return typed ? { kind: "variable", typed: typed[1] ?? "" } : null;
  }
  // In a tag, a name can occur where a value can: after the tag name.
  const word = /^-?\s*(?:if|unless|elsif|case|when|for\s+\w+\s+in)\s(?:.*\s)?(\w*)$/.exec(inside);
  return word ? { kind: "word", typed: word[1] ?? "" } : null;
}

const bySource = new Map<string, () => Suggestions>();

/** Sets the suggestions of this model's editor. Returns the function that removes them. */
export function provideSuggestions(model: editor.ITextModel, suggestions: () => Suggestions): () => void {
  const key = model.uri.toString();
  bySource.set(key, suggestions);
  return () => bySource.delete(key);
}

/** Registers the completions for all editors of this language, once per page. */
export function registerCompletions(monaco: Monaco, language: string): void {
  monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: ["{", " ", "'", '"', "/"],
    provideCompletionItems(model, position) {
      const suggestions = bySource.get(model.uri.toString())?.();
      const line = model.getLineContent(position.lineNumber);
      const context = completionContext(line.slice(0, position.column - 1));
      if (!suggestions || !context) return { suggestions: [] };
      const after = line.slice(position.column - 1);
      return { suggestions: toItems(monaco, suggestions, context, position, after) };
    },
  });
}

function toItems(
  monaco: Monaco,
  { variables, snippets }: Suggestions,
  context: CompletionContext,
  position: Position,
  after: string,
): languages.CompletionItem[] {
  const { Variable, File } = monaco.languages.CompletionItemKind;
  const { kind, typed } = context;
  const start = position.column - typed.length;
  const rest = /^\w*/.exec(after)?.[0].length ?? 0;
  const range = new monaco.Range(position.lineNumber, start, position.lineNumber, position.column + rest);
  if (context.kind === "snippet") {
    const ending = snippetEnding(after.slice(rest), context.quote);
    return snippets.map((name) => ({ label: name, kind: File, insertText: name + ending, range }));
  }
  const closing = /^\w*\s*-?\}\}/.test(after) ? "" : " }}";
  return variables.map(({ name, detail }) => ({
    label: { label: name, description: detail },
    kind: Variable,
    insertText: kind === "word" ? name : spaced(name, closing, after.slice(rest)),
    filterText: name,
    range,
  }));
}

/** Returns the missing text after the name of a snippet. The last brace may have been closed automatically. Pure. */
export function snippetEnding(after: string, quote: string): string {
  if (/^['"]/.test(after)) return "";
  if (/^\s*-?%\}/.test(after)) return quote;
  return after.startsWith("}") ? `${quote} %` : `${quote} %}`;
}

/** Inside braces that were closed automatically, `{{|}}` becomes `{{ name }}`. Adds a missing space before the name. */
function spaced(name: string, closing: string, after: string): string {
  if (closing) return name + closing;
  return after.startsWith("}}") ? `${name} ` : name;
}
