import { z } from "zod";
import { isRecord } from "@/lib/core/records";
import { givenMessageFault } from "@/lib/template/given-message";
import { maxPlaceholderMessages } from "@/lib/template/placeholders";
import { isReservedVariableName, isVariableName } from "@/lib/template/variables";

/** The name of a speaker, a placeholder or a tool in a prompt. */
const identifierText = (what: string) =>
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/, `${what} consists of at most 64 letters, digits, _ and -.`);

const role = z.enum(["system", "user", "assistant", "developer", "tool"]);

const cacheControl = z.strictObject({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).optional() }).meta({
  id: "CacheControl",
  description: "Marks the end of the part that the provider may cache. It is sent to Anthropic.",
});

const textPart = z
  .strictObject({ type: z.literal("text"), text: z.string(), cache_control: cacheControl.optional() })
  .meta({ id: "TextPart", description: "A text. It is a template." });

const mediaType = z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, 'Write a media type such as "image/png".');

const source = {
  url: z.string().min(1).optional().meta({ description: "The address of the file. It is a template." }),
  data: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]+={0,2}$/, "Data is written in base64.")
    .optional()
    .meta({ description: "The data of the file, in Base64." }),
  media_type: mediaType.optional(),
  variable: z
    .string()
    .refine((name) => isVariableName(name) && !isReservedVariableName(name), "This is not a valid variable name.")
    .optional()
    .meta({ description: "The variable of type image or file that fills this part." }),
};

type Source = {
  url?: string | undefined;
  data?: string | undefined;
  media_type?: string | undefined;
  variable?: string | undefined;
};

function checkSource({ url, data, media_type, variable }: Source, ctx: z.core.$RefinementCtx<Source>) {
  const count = [url, data, variable].filter((one) => one !== undefined).length;
  if (count !== 1)
    ctx.addIssue({
      code: "custom",
      message: "This part names one of url, data and variable.",
      path: count ? ["url"] : [],
    });
  if (data !== undefined && media_type === undefined)
    ctx.addIssue({ code: "custom", message: "Data has a media type.", path: ["media_type"] });
}

const imagePart = z
  .strictObject({
    type: z.literal("image"),
    ...source,
    detail: z.enum(["auto", "low", "high"]).optional(),
    cache_control: cacheControl.optional(),
  })
  .superRefine(checkSource)
  .meta({ id: "ImagePart", description: "An image. Send exactly one of `url`, `data` and `variable`." });

const filePart = z
  .strictObject({
    type: z.literal("file"),
    ...source,
    filename: z.string().min(1).max(255).optional(),
    cache_control: cacheControl.optional(),
  })
  .superRefine(checkSource)
  .meta({ id: "FilePart", description: "A file, such as a PDF. Send exactly one of `url`, `data` and `variable`." });

/** One part of a message. */
const partInput = z.discriminatedUnion("type", [textPart, imagePart, filePart]);

/** The maximum number of parts in a message. */
const maxParts = 100;

const messageContent = z.union([
  z.string(),
  z.array(partInput).min(1, "A list of parts is not empty.").max(maxParts, `A message has at most ${maxParts} parts.`),
]);

const callId = z.string().min(1).max(200);

/** One tool call, in OpenAI's format. */
const toolCallInput = z
  .strictObject({
    id: callId,
    type: z.literal("function"),
    function: z.strictObject({
      name: identifierText("A tool's name"),
      arguments: z
        .string()
        .refine(isJsonObject, "Arguments are a JSON object, written as text.")
        .meta({ description: "The arguments: a JSON object as text. It is not a template." }),
    }),
  })
  .meta({ id: "ToolCall" });

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}

const messageFields = {
  content: messageContent,
  name: identifierText("A name").optional(),
  tool_calls: z
    .array(toolCallInput)
    .min(1)
    .max(100)
    .optional()
    .meta({ description: "The tool calls of the assistant." }),
  tool_call_id: callId.optional().meta({ description: "The id of the tool call that this message answers." }),
};

/** A message in requests. The role of a text prompt's only message may be omitted. */
export const messageInput = z
  .strictObject({ role: role.optional(), ...messageFields })
  .superRefine(({ role: speaker, tool_calls, tool_call_id }, ctx) => {
    if (tool_calls && speaker !== "assistant")
      ctx.addIssue({ code: "custom", path: ["tool_calls"], message: "Only the assistant calls tools." });
    if (tool_call_id !== undefined && speaker !== "tool")
      ctx.addIssue({ code: "custom", path: ["tool_call_id"], message: "Only a tool's message answers a call." });
  });

/** A message in storage and responses. */
export const messageView = z.strictObject({ role, ...messageFields }).meta({ id: "Message" });

/** A placeholder for messages of the caller. */
export const placeholderInput = z
  .strictObject({
    placeholder: identifierText("A placeholder"),
    optional: z.boolean().optional().meta({ description: "Whether a call may omit the placeholder." }),
  })
  .meta({ id: "Placeholder" });

/** One few-shot example. */
export const exampleInput = z.strictObject({ input: messageContent, output: messageContent }).meta({ id: "Example" });

/** A message for a placeholder, in the format of any provider. */
export const givenMessage = z
  .record(z.string(), z.unknown())
  .superRefine((message, ctx) => {
    const fault = givenMessageFault(message);
    if (fault) ctx.addIssue({ code: "custom", path: fault.path, message: fault.message });
  })
  .meta({
    id: "GivenMessage",
    description:
      "A message in the format of Chat Completions, Anthropic, Google, the Responses API, the AI SDK or LangChain. If the requested format is of the same provider, the message is passed on unchanged; otherwise it is converted. System messages are not allowed.",
  });

/** Messages for one placeholder. */
export const givenMessages = z.array(givenMessage).max(maxPlaceholderMessages);
