import serialize from "canonicalize";
import { diffContents } from "@/lib/registry/diff";
import type { Draft } from "./draft";
import { toContent, toDraft } from "./draft-content";
import type { Base } from "./setup";

/** One text for each draft: the same for equal ones, in whatever order the database gives their fields back. */
export function draftKey(draft: Draft): string {
  return serialize(draft) ?? "";
}

/** Everything that is typed, without the ids. */
function typed({ entries, examples, ...rest }: Draft): string {
  const bare = <T extends { id: string }>(items: readonly T[]) => items.map(({ id: _, ...item }) => item);
  return serialize({ ...rest, entries: bare(entries), examples: bare(examples) }) ?? "";
}

/** Whether there is nothing in the draft that its version does not say; half a number is something. */
export function isPristine(base: Base, draft: Draft): boolean {
  const { content, problems } = toContent(draft);
  if (problems.length === 0 && draft.removed.length === 0) return diffContents(base.content, content).isSame;
  return typed(draft) === typed(toDraft(base.content));
}
