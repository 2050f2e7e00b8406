import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { variableTypes } from "@/lib/template/variables";
import { promptName, versionNumber } from "./schema";

/** Limits of working drafts: bytes per draft, drafts per prompt. */
export const workingDraftLimits = { bytes: 512 * 1024, drafts: 100 } as const;

const id = z.string().min(1).max(100);

/** A part as it is typed. One of `url`, `data` and `variable` may still be empty. */
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
  /** Stays the same when the message is moved, so that the editor keeps the cursor and the undo history. */
  id,
  kind: z.literal("message"),
  role: z.enum(["system", "user", "assistant", "developer", "tool"]),
  /** The text; "" if the message has parts. */
  content: z.string(),
  parts: draftParts,
  name: z.string().max(100).optional(),
  /** The tool calls as typed JSON. */
  calls: z.string().optional(),
  tool_call_id: z.string().max(1_000).optional(),
});

/** A placeholder that the application fills with messages, named for example "history" or "examples". */
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

/** A declared variable. The default stays as typed, so that an incomplete number is not lost. Null means no default. */
const draftVariable = z.strictObject({
  name: z.string().max(1_000),
  type: z.enum(variableTypes),
  required: z.boolean(),
  defaultText: z.string().nullable(),
  description: z.string(),
  /** The JSON Schema as typed. */
  schema: z.string().optional(),
  inferred: z.boolean().optional(),
});

/** The model's settings as typed. Numbers are validated when the content is built. */
const draftModel = z.strictObject({
  provider: z.string(),
  name: z.string(),
  temperature: z.string(),
  maxTokens: z.string(),
  /** The model's name for the token limit: "max_tokens" unless the version says otherwise. */
  maxTokensKey: z.string().min(1).max(100),
  /** The parameters that have their own field, in stored form. An incomplete number is a string. */
  settings: z.record(z.string(), z.unknown()).optional(),
  /** The parameters without their own field, as JSON. */
  other: z.string(),
});

const hasOneOfEach = (items: readonly { id: string }[]) => new Set(items.map((item) => item.id)).size === items.length;

/** A version's content during editing. Everything is stored as typed, including incomplete numbers and JSON. */
export const draftForm = z.strictObject({
  type: z.enum(["chat", "text"]),
  entries: z
    .array(z.discriminatedUnion("kind", [draftMessage, draftSlot]))
    .min(1)
    .max(1_000)
    .refine(hasOneOfEach, "Two messages have the same id."),
  examples: z.array(draftExample).max(1_000).refine(hasOneOfEach, "Two examples have the same id."),
  variables: z.array(draftVariable).max(1_000),
  /** Names that were removed from the list although a template uses them. They are not added again automatically. */
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

/** A working draft as a tab knows it. If the id or revision differs, another tab has written it. */
export const draftHead = z.strictObject({ id: z.uuid(), revision: z.int().min(1) });
export type DraftHead = z.output<typeof draftHead>;

const draftScope = {
  name: promptName,
  /** The draft copy to which it belongs; null means the prompt itself. */
  draftCopyId: z.uuid().nullable(),
};
/** The browser tab: "browser.page", two random parts. */
export const tabId = z.string().regex(/^[\w.-]{1,100}$/, "A tab is named by letters, digits, _, . and -.");

const keepWorkingDraftInput = z.strictObject({
  ...draftScope,
  /** The version from which the draft started. */
  baseVersion: versionNumber,
  /** The newest version that the author has seen. */
  seenVersion: versionNumber,
  form: draftForm,
  tab: tabId,
  /** The draft that this one replaces; null if the tab knows of none. */
  over: draftHead.nullable(),
  /** Sets the replaced draft aside instead of overwriting it. */
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
  /** Whether the person has typed recently. */
  isEditing: z.boolean(),
  /** The place in words: "System message"; empty if there is none in particular. */
  place: z.string().max(100),
});
export type NotePresenceInput = z.input<typeof notePresenceInput>;

/** Throws 413 `payload_too_large` if a draft exceeds the limit. Pure. */
export function assertDraftFits(form: DraftForm): void {
  if (new TextEncoder().encode(JSON.stringify(form)).length > workingDraftLimits.bytes)
    throw new AppError("payload_too_large", `A working draft has at most ${workingDraftLimits.bytes / 1024} KiB.`);
}

/** Parses a stored draft; null if another version of the editor wrote it in an unknown format. Pure. */
export function readDraftForm(stored: unknown): DraftForm | null {
  return draftForm.safeParse(stored).data ?? null;
}
