import { applyUpdate, Doc, encodeStateAsUpdate } from "yjs";
import { AppError } from "@/lib/core/errors";
import { assertDraftFits, type DraftForm, draftForm } from "../working-draft";
import { readDoc } from "./draft-doc";
import { sharedDraftLimits } from "./schema";

const invalid = () => new AppError("invalid_request", "This is no change of a shared draft.");

/**
 * Merges updates in order. The last one may contain any bytes. Runs in a worker thread with a time limit. Throws 422
 * for an invalid update or draft, 413 if the result is too large, 409 `out_of_date` if an earlier update is missing.
 */
export function mergeSharedDraft(updates: readonly Uint8Array[]): { state: Uint8Array } {
  const doc = new Doc();
  let form: unknown;
  try {
    for (const update of updates) applyUpdate(doc, update);
    form = readDoc(doc);
  } catch {
    throw invalid();
  }
  if (doc.store.pendingStructs || doc.store.pendingDs)
    throw new AppError("out_of_date", "An earlier change is missing. Send the whole draft.");
  const read = draftForm.safeParse(form);
  if (!read.success) throw invalid();
  assertDraftFits(read.data);
  const state = encodeStateAsUpdate(doc);
  if (state.length > sharedDraftLimits.stateBytes)
    throw new AppError("payload_too_large", "This shared draft has grown too large. Save it as a version.");
  return { state };
}

/** Reads the draft of stored updates. Runs in a worker thread with a time limit. */
export function readSharedForm(updates: readonly Uint8Array[]): DraftForm {
  const doc = new Doc();
  for (const update of updates) applyUpdate(doc, update);
  return readDoc(doc);
}
