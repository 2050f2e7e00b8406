import { z } from "zod";
import { promptName, versionNumber } from "../schema";
import { tabId } from "../working-draft";

/**
 * `stateBytes`: the size of the document with its history of deletions. `people`: the number of open tabs. `tail`: the
 * number of updates that are kept before they are merged into the state.
 */
export const sharedDraftLimits = { updateBytes: 512 * 1024, stateBytes: 2 * 1024 * 1024, people: 8, tail: 50 } as const;

const bytes = z
  .base64()
  .max(Math.ceil((sharedDraftLimits.updateBytes * 4) / 3) + 4)
  .transform((text) => new Uint8Array(Buffer.from(text, "base64")));

const position = z.record(z.string(), z.unknown()).refine((value) => JSON.stringify(value).length <= 500, "Too long.");
/** A caret: the place in the editor, and a position that moves with the text. */
const caret = z.strictObject({ place: z.string().max(400), head: position });
export type SharedCaret = z.output<typeof caret>;

const id = z.uuid();
const tab = tabId;

export const startSharedDraftInput = z.strictObject({
  name: promptName,
  draftCopyId: z.uuid().nullable(),
  baseVersion: versionNumber,
  tab,
  /** The whole document, base64. */
  state: bytes,
});
export type StartSharedDraftInput = z.output<typeof startSharedDraftInput>;

export const joinSharedDraftInput = z.strictObject({ id, tab });
export type SharedDraftTab = z.output<typeof joinSharedDraftInput>;

export const pushSharedDraftInput = z.strictObject({
  id,
  tab,
  /** A counter of the tab, starting at 1. */
  number: z.int().min(1).max(2_000_000_000),
  /** The new changes, base64. Null only reports that the tab is still open. */
  update: bytes.nullable(),
  caret: caret.nullable(),
  /** Answers the changes since this sequence number, for a tab that receives no events. */
  since: z.int().min(-1).optional(),
});
export type PushSharedDraftInput = z.output<typeof pushSharedDraftInput>;

export const leaveSharedDraftInput = z.strictObject({
  id,
  tab,
  /** True if the tab closes, so that the person can return to the draft later. */
  isClosing: z.boolean(),
});
export type LeaveSharedDraftInput = z.output<typeof leaveSharedDraftInput>;

export const moveSharedDraftInput = z.strictObject({
  id,
  from: versionNumber,
  to: versionNumber,
  /** The whole document with the changes of the new base version, base64. */
  merged: z.strictObject({ tab, number: z.int().min(1).max(2_000_000_000), update: bytes }).optional(),
});
export type MoveSharedDraftInput = z.output<typeof moveSharedDraftInput>;

export const readSharedDraftInput = z.strictObject({ id, tab, since: z.coerce.number().pipe(z.int().min(-1)) });
export type ReadSharedDraftInput = z.output<typeof readSharedDraftInput>;
