import { z } from "zod";
import { codedIssue, parseInput } from "@/lib/core/validation";
import type { Content } from "@/lib/template/content";
import { exampleInput, messageInput, placeholderInput } from "./message-schema";
import { promptNameFault } from "./prompt-name";
import { variableInput } from "./variable-schema";

/** Limits of one version's content. */
export const contentLimits = { bytes: 256 * 1024, messages: 200, variables: 200, examples: 200, tools: 128 } as const;

/** A prompt's full name with its folders: "support/reply". NFC-normalized. Else `invalid_name`. */
export const promptName = z
  .string()
  .normalize("NFC")
  .superRefine((name, ctx) => {
    const fault = promptNameFault(name);
    if (fault) ctx.addIssue(codedIssue("invalid_name", fault));
  });

/** The purpose of a prompt, as plain text. */
export const promptDescription = z.string().max(2000, "The description is longer than 2,000 characters.");

const tagName = z.string().trim().min(1, "A tag is not empty.").max(50, "A tag has at most 50 characters.");

/** The labels of a prompt: at most 20, without duplicates, of 1 to 50 characters. */
export const promptTags = z
  .array(tagName)
  .max(20, "A prompt has at most 20 tags.")
  .refine((tags) => new Set(tags).size === tags.length, "A tag is listed twice.");

/** Why a version was saved, as plain text. */
export const versionMessage = z.string().max(2000, "The message is longer than 2,000 characters.");

/** The number of a version of a prompt. */
export const versionNumber = z.int().min(1).max(2_147_483_647);

/** The model that answers: a provider, its model, and parameters. */
export const modelInput = z.strictObject({
  provider: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  parameters: z.record(z.string(), z.unknown()).optional(),
});

/** How the response schema is requested from the model. */
export const responseFormat = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/, "A name consists of at most 64 letters, digits, _ and -.")
      .optional(),
    description: z.string().max(1000).optional(),
    strict: z.boolean().optional().meta({ description: "Whether the provider enforces the schema exactly." }),
  })
  .meta({ id: "ResponseFormat" });

const pin = z.strictObject({ name: promptName, version: versionNumber });

const contentFields = z.strictObject({
  type: z.enum(["chat", "text"]).default("chat"),
  messages: z.array(z.union([messageInput, placeholderInput])).min(1, "A prompt has at least one message."),
  examples: z.array(exampleInput).max(contentLimits.examples).optional(),
  model: modelInput.optional(),
  variables: z.array(variableInput).optional(),
  responseSchema: z.record(z.string(), z.unknown()).optional(),
  responseFormat: responseFormat.optional(),
  tools: z.array(z.record(z.string(), z.unknown())).max(contentLimits.tools).optional(),
  snippets: z.array(pin).optional(),
});

/** The content of a version in requests. The role of a text prompt's only message may be omitted. */
export const contentInput = contentFields.superRefine(checkWhole).transform(
  (content): Content => ({
    ...content,
    messages: content.messages.map((entry) =>
      "placeholder" in entry ? entry : { ...entry, role: entry.role ?? "user" },
    ),
  }),
);

/** Validates a content. Throws an AppError with the code and JSON pointers of the faults. */
export function parseContent(input: unknown): Content {
  return parseInput(contentInput, input);
}

type Fields = z.output<typeof contentFields>;
type Issues = z.core.$RefinementCtx<Fields>;

function checkWhole(content: Fields, ctx: Issues) {
  if (content.messages.length > contentLimits.messages)
    ctx.addIssue(
      codedIssue("too_many_messages", `A prompt has at most ${contentLimits.messages} messages.`, ["messages"]),
    );
  const variables = content.variables ?? [];
  if (variables.length > contentLimits.variables)
    ctx.addIssue(
      codedIssue("too_many_variables", `A prompt has at most ${contentLimits.variables} variables.`, ["variables"]),
    );
  if (new TextEncoder().encode(JSON.stringify(content)).length > contentLimits.bytes)
    ctx.addIssue(codedIssue("template_too_large", `A version has at most ${contentLimits.bytes / 1024} KiB.`));
  checkMessages(content, ctx);
  reportTwice(
    variables.map((variable) => variable.name),
    "variables",
    "name",
    ctx,
  );
  reportTwice(
    (content.snippets ?? []).map((snippet) => snippet.name),
    "snippets",
    "name",
    ctx,
  );
}

function checkMessages({ type, messages }: Fields, ctx: Issues) {
  if (type === "text" && (messages.length > 1 || messages.some((entry) => "placeholder" in entry)))
    ctx.addIssue({ code: "custom", path: ["messages"], message: "A text prompt has exactly one message." });
  const [only] = messages;
  if (type === "text" && only && "content" in only && typeof only.content !== "string")
    ctx.addIssue({ code: "custom", path: ["messages", 0, "content"], message: "A text prompt is one text." });
  for (const [index, entry] of messages.entries())
    if (type === "chat" && !("placeholder" in entry) && entry.role === undefined)
      ctx.addIssue({ code: "custom", path: ["messages", index, "role"], message: "A message of a chat has a role." });
  reportTwice(
    messages.map((entry) => ("placeholder" in entry ? entry.placeholder : null)),
    "messages",
    "placeholder",
    ctx,
  );
}

function reportTwice(names: readonly (string | null)[], list: string, field: string, ctx: Issues) {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name === null) continue;
    if (seen.has(name))
      ctx.addIssue({ code: "custom", path: [list, index, field], message: `"${name}" is listed twice.` });
    seen.add(name);
  }
}

const environmentName = z.string().min(1).max(63);
const reason = z.string().max(2000, "The reason is longer than 2,000 characters.");
/** Releases without the approvals that the environment requires. Needs the permission and a reason. */
const override = z.boolean();
const expectedRevision = z.int().min(0).max(2_147_483_647);

/** A new prompt with its first version. */
export const createPromptInput = z.strictObject({
  name: promptName,
  description: promptDescription.optional(),
  tags: promptTags.optional(),
  content: contentInput,
  message: versionMessage.optional(),
  /** The environment in which the version also goes live, in the same transaction. */
  deployTo: environmentName.optional(),
  override: override.optional(),
});
export type CreatePromptInput = z.input<typeof createPromptInput>;

export const saveVersionInput = z.strictObject({
  name: promptName,
  content: contentInput,
  message: versionMessage.optional(),
  /** The version from which this one was made. Default: the latest. */
  parentVersion: versionNumber.optional(),
  /** The draft copy in which the version is saved. Default: the prompt itself. */
  draftCopyId: z.uuid().optional(),
  /** The newest version that the author knows. If there is a newer one: 409 `revision_conflict`. */
  expectedLatest: versionNumber.optional(),
  deployTo: environmentName.optional(),
  override: override.optional(),
});
export type SaveVersionInput = z.input<typeof saveVersionInput>;

export const updatePromptInput = z.strictObject({
  name: promptName,
  description: promptDescription.optional(),
  tags: promptTags.optional(),
});
export type UpdatePromptInput = z.infer<typeof updatePromptInput>;

export const archivePromptInput = z.strictObject({ name: promptName });
export type ArchivePromptInput = z.infer<typeof archivePromptInput>;

/** Renames a prompt. The old name still refers to it unless `keepAlias` is false. */
export const renamePromptInput = z.strictObject({
  name: promptName,
  to: promptName,
  keepAlias: z.boolean().optional(),
});
export type RenamePromptInput = z.infer<typeof renamePromptInput>;

export const removeAliasInput = z.strictObject({ name: promptName, alias: promptName });
export type RemoveAliasInput = z.infer<typeof removeAliasInput>;

/** Renames a tag on every prompt. */
export const renameTagInput = z.strictObject({ tag: tagName, to: tagName });
export type RenameTagInput = z.infer<typeof renameTagInput>;

export const removeTagInput = z.strictObject({ tag: tagName });
export type RemoveTagInput = z.infer<typeof removeTagInput>;

/** Creates a prompt from a version of another one. Default: the newest version. */
export const duplicatePromptInput = z.strictObject({
  name: promptName,
  to: promptName,
  version: versionNumber.optional(),
});
export type DuplicatePromptInput = z.infer<typeof duplicatePromptInput>;

const undo = z.boolean().meta({
  description:
    "Whether this only undoes the last move. Later rollbacks then ignore both moves. If the last move did not replace this version, the request gets 409 `invalid_state`.",
});

export const promoteVersionInput = z.strictObject({
  name: promptName,
  version: versionNumber,
  environment: environmentName,
  reason: reason.optional(),
  expectedRevision: expectedRevision.optional(),
  override: override.optional(),
  undo: undo.optional(),
});
export type PromoteVersionInput = z.infer<typeof promoteVersionInput>;

export const rollBackPromptInput = z.strictObject({
  name: promptName,
  environment: environmentName,
  version: versionNumber.optional(),
  reason: reason.optional(),
  expectedRevision: expectedRevision.optional(),
  undo: undo.optional(),
});
export type RollBackPromptInput = z.infer<typeof rollBackPromptInput>;

/** Ends a holdback early, so that everybody gets the released version. */
export const endHoldbackInput = rollBackPromptInput.omit({ version: true, undo: true });
export type EndHoldbackInput = z.infer<typeof endHoldbackInput>;

/** Looks up what was live at a given time. */
export const lookUpInput = z.strictObject({
  prompt: promptName,
  environment: environmentName,
  at: z.iso.datetime({ offset: true }),
  userId: z.string().min(1).max(200).optional(),
});
export type LookUpInput = z.infer<typeof lookUpInput>;

/** The prompts that should use this version of a snippet. */
export const updateSnippetPinsInput = z.strictObject({
  snippet: promptName,
  version: versionNumber,
  prompts: z.array(promptName).min(1, "Name at least one prompt.").max(500, "At most 500 prompts at once."),
});
export type UpdateSnippetPinsInput = z.infer<typeof updateSnippetPinsInput>;

const sampleValues = z
  .record(z.string(), z.unknown())
  .refine(
    (values) => new TextEncoder().encode(JSON.stringify(values)).length <= 64 * 1024,
    "The values have at most 64 KiB.",
  );

/** A preview link of a saved version, or of a content in the editor. */
export const createPreviewInput = z.strictObject({
  name: promptName,
  /** The version to show. With `content`, the version from which it was made. Default: the newest. */
  version: versionNumber.optional(),
  content: contentInput.optional(),
  values: sampleValues.default({}),
  days: z
    .int()
    .min(1, "A link is valid for at least one day.")
    .max(30, "A link is valid for at most 30 days.")
    .default(7),
});
export type CreatePreviewInput = z.input<typeof createPreviewInput>;

export const revokePreviewInput = z.strictObject({ name: promptName, id: z.guid() });
export type RevokePreviewInput = z.infer<typeof revokePreviewInput>;
