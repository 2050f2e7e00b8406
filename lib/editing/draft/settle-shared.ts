import type { Draft } from "./draft";
import { draftKey } from "./draft-form";
import type { DraftAction } from "./draft-reducer";

/**
 * Applies the result of a save to fields that have not changed since. Drafts are read anew from the document, so they
 * are compared by content. Pure.
 */
export function settleShared(shown: Draft, { saved, variables, pins }: Extract<DraftAction, { do: "settle" }>): Draft {
  const isSame = (field: "variables" | "pins" | "removed") =>
    draftKey({ ...shown, [field]: saved[field] }) === draftKey(shown);
  return {
    ...shown,
    variables: isSame("variables") ? variables : shown.variables,
    pins: isSame("pins") ? pins : shown.pins,
    removed: isSame("removed") ? [] : shown.removed,
  };
}
