import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { variableTypes } from "@/lib/template/variables";
import { promptName, versionNumber } from "./schema";

/** Limits of what a person may leave unsaved: bytes of one draft, drafts of one prompt. */
export const workingDraftLimits = { bytes: 512 * 1024, drafts: 100 } as const;

const id = z.string().min(1).max(100);

/** A part as it is typed: one of `url`, `data` and `variable` may still be empty. */
const draftPart = z.strictObject({
  id,
  type: z.enum(["text", "image", "file"]),
  text: z.string().optional(),
  url: z.string().optional(),
  data: z.string().optional(),
  media_type: z.string().max(200).optional(),
  variable: z.string().max(1_000).optional(),
  filename: z.string().max(1_000).optional(),
  detail: z.enum(["auto", "low", "high"]).optional(),
  cache_control: z.strictObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).optional() }).optional(),
});
const draftParts = z.array(draftPart).max(1_000).optional();

const draftMessage = z.strictObject({
  /** Stays while the message moves, so that an editor keeps its place and its undo steps. */
  id,
  kind: z.literal("message"),
  role: z.enum(["system", "user", "assistant", "developer", "tool"]),
  /** The text; "" where it has parts. */
  content: z.string(),
  parts: draftParts,
  name: z.string().max(100).optional(),
  /** The tool calls as JSON, as they are typed. */
  calls: z.string().optional(),
  tool_call_id: z.string().max(1_000).optional(),
});

/** A place the application fills with messages: "history", or "examples". */
const draftSlot = z.strictObject({
  id,
  kind: z.literal("slot"),
  placeholder: z.string().max(100),
  optional: z.boolean().optional(),
});

const draftExample = z.strictObject({
  id,
  input: z.string(),
  output: z.string(),
  inputParts: draftParts,
  outputParts: draftParts,
});

/** A declared variable. The default stays as it was typed, so that half a number is not lost; null is none. */
const draftVariable = z.strictObject({
  name: z.string().max(1_000),
  type: z.enum(variableTypes),
  required: z.boolean(),
  defaultText: z.string().nullable(),
  description: z.string(),
  /** The JSON Schema as it is typed. */
  schema: z.string().optional(),
  inferred: z.boolean().optional(),
});

/** The model's settings as typed; numbers are checked when the content is made. */
const draftModel = z.strictObject({
  provider: z.string(),
  name: z.string(),
  temperature: z.string(),
  maxTokens: z.string(),
  /** What this model calls the limit: "max_tokens" unless the version says otherwise. */
  maxTokensKey: z.string().min(1).max(100),
  /** The parameters that have a field of their own, as they are stored; half a number is a text. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** The parameters without a field of their own, as JSON. */
  other: z.string(),
});

const hasOneOfEach = (items: readonly { id: string }[]) => new Set(items.map((item) => item.id)).size === items.length;

/** A version's content while somebody edits it: everything as typed, half a number and half a JSON text included. */
export const draftForm = z.strictObject({
  type: z.enum(["chat", "text"]),
  entries: z
    .array(z.discriminatedUnion("kind", [draftMessage, draftSlot]))
    .min(1)
    .max(1_000)
    .refine(hasOneOfEach, "Two messages have the same id."),
  examples: z.array(draftExample).max(1_000).refine(hasOneOfEach, "Two examples have the same id."),
  variables: z.array(draftVariable).max(1_000),
  /** Names that were taken off the list although a template uses them: they do not come back by themselves. */
  removed: z.array(z.string().max(1_000)).max(1_000),
  model: draftModel,
  responseSchema: z.string(),
  responseFormat: z
    .strictObject({ name: z.string().optional(), description: z.string().optional(), strict: z.boolean().optional() })
    .optional(),
  tools: z.string(),
  pins: z.array(z.strictObject({ name: z.string().min(1).max(200), version: versionNumber })).max(1_000),
});
export type DraftForm = z.output<typeof draftForm>;

/** A working draft as one tab knows it: another id or revision is somebody else's writing. */
export const draftHead = z.strictObject({ id: z.uuid(), revision: z.int().min(1) });
export type DraftHead = z.output<typeof draftHead>;

const draftScope = {
  name: promptName,
  /** The draft copy it belongs to; null is the prompt itself. */
  draftCopyId: z.uuid().nullable(),
};
/** The browser tab: "browser.page", both made up. */
export const tabId = z.string().regex(/^[\w.-]{1,100}$/, "A tab is named by letters, digits, _, . and -.");

const keepWorkingDraftInput = z.strictObject({
  ...draftScope,
  /** The version it started from. */
  baseVersion: versionNumber,
  /** The newest version its author knew of. */
  seenVersion: versionNumber,
  form: draftForm,
  tab: tabId,
  /** What it is written over; null when the tab knows of none. */
  over: draftHead.nullable(),
  /** Keeps what it is written over beside it. */
  setAside: z.boolean().default(false),
});
export type KeepWorkingDraftInput = z.input<typeof keepWorkingDraftInput>;

const setAsideDraftInput = keepWorkingDraftInput.omit({ over: true, setAside: true });
export type SetAsideDraftInput = z.input<typeof setAsideDraftInput>;

export const dropWorkingDraftInput = z.strictObject({ name: promptName, head: draftHead });
export type DropWorkingDraftInput = z.input<typeof dropWorkingDraftInput>;

const notePresenceInput = z.strictObject({
  ...draftScope,
  tab: tabId,
  /** Whether the person wrote something a moment ago. */
  isEditing: z.boolean(),
  /** In words: "System message"; empty when nowhere in particular. */
  place: z.string().max(100),
});
export type NotePresenceInput = z.input<typeof notePresenceInput>;

/** Throws 413 `payload_too_large` when a draft is larger than may be kept. Pure. */
export function assertDraftFits(form: DraftForm): void {
  if (new TextEncoder().encode(JSON.stringify(form)).length > workingDraftLimits.bytes)
    throw new AppError("payload_too_large", `A working draft has at most ${workingDraftLimits.bytes / 1024} KiB.`);
}

/** A stored draft as the editor reads it; null when a newer or older editor wrote it in another form. Pure. */
export function readDraftForm(stored: unknown): DraftForm | null {
  return draftForm.safeParse(stored).data ?? null;
}
