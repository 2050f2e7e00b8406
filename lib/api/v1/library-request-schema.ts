import { z } from "zod";
import { camelCaseSampling, number, stops } from "./request-schema";

const free = z.record(z.string(), z.unknown());
const text = z.string();

// What a provider's package reads may be any JSON. The document does not restrict it, because client generators do not
// support recursive types.
const json = z.custom<z.core.util.JSONType>((value) => z.json().safeParse(value).success, "This is not JSON.");
const options = z.record(text, z.record(text, json)).optional();

const sdkText = z.object({ type: z.literal("text"), text, providerOptions: options });
const sdkFile = z.object({
  type: z.literal("file"),
  data: text,
  mediaType: text,
  filename: text.optional(),
  providerOptions: options,
});
const sdkImage = z.object({
  type: z.literal("image"),
  image: text,
  mediaType: text.optional(),
  providerOptions: options,
});

/** The arguments of `generateText` and `streamText` of the AI SDK. */
export const aiSdkRequest = z
  .object({
    model: text.meta({
      description: "The model as `provider/model`, as the AI Gateway and provider registries expect it.",
    }),
    system: z
      .union([text, z.array(z.object({ role: z.literal("system"), content: text, providerOptions: options }))])
      .optional(),
    messages: z.array(
      z.union([
        z.object({ role: z.literal("user"), content: z.union([text, z.array(z.union([sdkText, sdkImage, sdkFile]))]) }),
        z.object({
          role: z.literal("assistant"),
          content: z.union([
            text,
            z.array(
              z.union([
                sdkText,
                sdkFile,
                z.object({ type: z.literal("tool-call"), toolCallId: text, toolName: text, input: z.unknown() }),
              ]),
            ),
          ]),
        }),
        z.object({
          role: z.literal("tool"),
          content: z.array(
            z.object({
              type: z.literal("tool-result"),
              toolCallId: text,
              toolName: text,
              output: z.object({ type: z.enum(["text", "error-text"]), value: text }),
            }),
          ),
        }),
      ]),
    ),
    ...camelCaseSampling,
    providerOptions: options,
  })
  .meta({ id: "AiSdkRequest", description: "The argument of `generateText` and `streamText` of the AI SDK." });

const langChainPart = z.union([
  z.object({ type: z.literal("text"), text }),
  z.object({ type: z.literal("image_url"), image_url: z.object({ url: text, detail: text.optional() }) }),
  z.object({
    type: z.literal("file"),
    source_type: z.enum(["url", "base64"]),
    url: text.optional(),
    data: text.optional(),
    mime_type: text.optional(),
  }),
]);

/** The arguments for LangChain: messages for `invoke`, model for `initChatModel`, tools for `bindTools`. */
export const langChainRequest = z
  .object({
    messages: z.array(
      z.object({
        role: z.enum(["system", "user", "assistant", "tool"]),
        content: z.union([text, z.array(langChainPart)]),
        name: text.optional(),
        tool_calls: z.array(z.object({ type: z.literal("tool_call"), id: text, name: text, args: free })).optional(),
        tool_call_id: text.optional(),
        status: z.enum(["error", "success"]).optional(),
      }),
    ),
    model: z
      .object({ model: text, modelProvider: text, temperature: number, maxTokens: number, topP: number, stop: stops })
      .meta({ description: "The model, with all other parameters of the version." }),
    tools: z.array(free).optional(),
    toolChoice: text.optional(),
    parallelToolCalls: z.boolean().optional(),
    responseSchema: free.optional(),
  })
  .meta({
    id: "LangChainRequest",
    description:
      "The arguments of LangChain: use `initChatModel(model.model, model)`, `bindTools(tools)` and `invoke(messages)`.",
  });
