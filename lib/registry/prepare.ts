import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import { sha256Hex } from "@/lib/core/hash";
import { assertContent } from "@/lib/template/check";
import type { Content } from "@/lib/template/content";
import { expandSnippets, type LoadSnippet } from "@/lib/template/expand";
import { inferVariables } from "@/lib/template/infer";
import { contentLimits } from "./schema";

/** A content that is ready to be saved as a version. */
export type PreparedContent = {
  /** The content with inferred variables and pinned snippets. */
  content: Content;
  /**
   * The content with snippets inserted and their variables added, which resolve serves. Null if there are no snippets.
   */
  expanded: Content | null;
  /** SHA-256 of the canonical content, hexadecimal. */
  contentHash: string;
};

/**
 * Validates a parsed content and determines its variables and snippet versions. `load` returns snippets that were
 * loaded before. `name` is the name of the prompt itself. Throws AppErrors with the locations of the faults. Pure.
 */
export function prepareParsed(parsed: Content, load: LoadSnippet, name?: string): PreparedContent {
  assertContent(parsed);
  const expansion = expandSnippets(parsed, load, name);
  const { snippets: _old, ...own } = inferVariables(parsed, expansion.content);
  const declared = own.variables ?? [];
  const names = new Set(declared.map((variable) => variable.name));
  const added = expansion.variables.filter((variable) => !names.has(variable.name));
  const count = declared.length + added.length;
  if (count > contentLimits.variables) throw tooManyVariables(count);
  const expanded = { ...expansion.content, variables: [...declared, ...added] };
  assertContent(own, expanded);
  const content = expansion.pins.length > 0 ? { ...own, snippets: expansion.pins } : own;
  return {
    content,
    expanded: expansion.pins.length > 0 ? expanded : null,
    contentHash: sha256Hex(canonicalJson(content)),
  };
}

function tooManyVariables(count: number): AppError {
  const message = `The prompt and its snippets use ${count} variables; there may be ${contentLimits.variables}.`;
  return new AppError("too_many_variables", message, {
    errors: [{ pointer: "/variables", code: "too_many_variables", message }],
  });
}
