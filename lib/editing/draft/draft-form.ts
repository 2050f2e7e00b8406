import serialize from "canonicalize";
import { diffContents } from "@/lib/registry/diff";
import type { Draft } from "./draft";
import { toContent, toDraft } from "./draft-content";
import type { Base } from "./setup";

/** Returns a text that is equal for equal drafts, regardless of the order of fields in the database. */
export function draftKey(draft: Draft): string {
  return serialize(draft) ?? "";
}

/** The content of the draft without the ids. */
function typed({ entries, examples, ...rest }: Draft): string {
  const bare = <T extends { id: string }>(items: readonly T[]) => items.map(({ id: _, ...item }) => item);
  return serialize({ ...rest, entries: bare(entries), examples: bare(examples) }) ?? "";
}

/** Whether the draft has no difference from its version. An incomplete number counts as a difference. */
export function isPristine(base: Base, draft: Draft): boolean {
  const { content, problems } = toContent(draft);
  if (problems.length === 0 && draft.removed.length === 0) return diffContents(base.content, content).isSame;
  return typed(draft) === typed(toDraft(base.content));
}
