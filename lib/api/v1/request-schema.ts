import { z } from "zod";

// The provider requests that resolve returns, with the types of the providers' own packages, so that a generated client
// can pass them on without a cast. The objects are open, because a version may have parameters of its own.

const free = z.record(z.string(), z.unknown());
export const number = z.number().optional();
const text = z.string();
export const stops = z.array(text).optional();

/** The sampling settings by the names that Google and the AI SDK use. */
export const camelCaseSampling = {
  temperature: number,
  topP: number,
  topK: number,
  maxOutputTokens: number,
  stopSequences: stops,
  seed: number,
  presencePenalty: number,
  frequencyPenalty: number,
};

const openAiCall = z.object({
  id: text,
  type: z.literal("function"),
  function: z.object({ name: text, arguments: text }),
});

const openAiText = z.object({ type: z.literal("text"), text });
const openAiPart = z.union([
  openAiText,
  z.object({
    type: z.literal("image_url"),
    image_url: z.object({ url: text, detail: z.enum(["auto", "low", "high"]).optional() }),
  }),
  z.object({ type: z.literal("file"), file: z.object({ file_data: text.optional(), filename: text.optional() }) }),
]);
const openAiTexts = z.union([text, z.array(openAiText)]);

const openAiMessage = z.union([
  z.object({ role: z.enum(["system"]), content: openAiTexts, name: text.optional() }),
  z.object({ role: z.enum(["developer"]), content: openAiTexts, name: text.optional() }),
  z.object({ role: z.literal("user"), content: z.union([text, z.array(openAiPart)]), name: text.optional() }),
  z.object({
    role: z.literal("assistant"),
    content: openAiTexts.nullable().optional(),
    name: text.optional(),
    tool_calls: z.array(openAiCall).optional(),
  }),
  z.object({ role: z.literal("tool"), content: openAiTexts, tool_call_id: text }),
]);

const effort = z.enum(["none", "minimal", "low", "medium", "high", "xhigh"]);
const jsonSchema = z.object({
  name: text,
  description: text.optional(),
  schema: free,
  strict: z.boolean().optional(),
});

/** The body of `openai.chat.completions.create`. */
export const openAiRequest = z
  .object({
    model: text,
    messages: z.array(openAiMessage),
    temperature: number,
    top_p: number,
    max_tokens: number,
    max_completion_tokens: number,
    stop: stops,
    seed: number,
    presence_penalty: number,
    frequency_penalty: number,
    reasoning_effort: effort.optional(),
    response_format: z.object({ type: z.literal("json_schema"), json_schema: jsonSchema }).optional(),
    tools: z
      .array(
        z.object({
          type: z.literal("function"),
          function: z.object({
            name: text,
            description: text.optional(),
            parameters: free,
            strict: z.boolean().optional(),
          }),
        }),
      )
      .optional(),
    tool_choice: z
      .union([
        z.enum(["auto", "none", "required"]),
        z.object({ type: z.literal("function"), function: z.object({ name: text }) }),
      ])
      .optional(),
    parallel_tool_calls: z.boolean().optional(),
  })
  .meta({ id: "OpenAiRequest", description: "The request body for the Chat Completions API." });

const inputPart = z.union([
  z.object({ type: z.literal("input_text"), text }),
  z.object({ type: z.literal("input_image"), image_url: text, detail: z.enum(["auto", "low", "high"]) }),
  z.object({
    type: z.literal("input_file"),
    file_data: text.optional(),
    file_url: text.optional(),
    filename: text.optional(),
  }),
]);

/** The body of `openai.responses.create`. */
export const openAiResponsesRequest = z
  .object({
    model: text,
    input: z.array(
      z.union([
        z.object({
          role: z.enum(["system", "developer", "user", "assistant"]),
          content: z.union([text, z.array(inputPart)]),
        }),
        z.object({ type: z.literal("function_call"), call_id: text, name: text, arguments: text }),
        z.object({
          type: z.literal("function_call_output"),
          call_id: text,
          output: z.union([text, z.array(inputPart)]),
        }),
      ]),
    ),
    temperature: number,
    top_p: number,
    max_output_tokens: number,
    reasoning: z.object({ effort: effort.optional() }).optional(),
    text: z
      .object({
        format: z.object({
          type: z.literal("json_schema"),
          name: text,
          description: text.optional(),
          schema: free,
          strict: z.boolean().optional(),
        }),
      })
      .optional(),
    tools: z
      .array(
        z.object({
          type: z.literal("function"),
          name: text,
          description: text.optional(),
          parameters: free,
          strict: z.boolean(),
        }),
      )
      .optional(),
    tool_choice: z
      .union([z.enum(["auto", "none", "required"]), z.object({ type: z.literal("function"), name: text })])
      .optional(),
    parallel_tool_calls: z.boolean().optional(),
  })
  .meta({ id: "OpenAiResponsesRequest", description: "The request body for the Responses API." });

const cacheControl = z.object({ type: z.literal("ephemeral"), ttl: z.enum(["5m", "1h"]).optional() }).optional();
const anthropicText = z.object({ type: z.literal("text"), text, cache_control: cacheControl });
const imageSource = z.union([
  z.object({
    type: z.literal("base64"),
    media_type: z.enum(["image/jpeg", "image/png", "image/gif", "image/webp"]),
    data: text,
  }),
  z.object({ type: z.literal("url"), url: text }),
]);
const documentSource = z.union([
  z.object({ type: z.literal("base64"), media_type: z.literal("application/pdf"), data: text }),
  z.object({ type: z.literal("text"), media_type: z.literal("text/plain"), data: text }),
  z.object({ type: z.literal("url"), url: text }),
]);
const anthropicImage = z.object({ type: z.literal("image"), source: imageSource, cache_control: cacheControl });
const anthropicDocument = z.object({
  type: z.literal("document"),
  source: documentSource,
  title: text.optional(),
  cache_control: cacheControl,
});
const anthropicBlock = z.union([
  anthropicText,
  anthropicImage,
  anthropicDocument,
  z.object({ type: z.literal("tool_use"), id: text, name: text, input: free }),
  z.object({
    type: z.literal("tool_result"),
    tool_use_id: text,
    content: z.union([text, z.array(z.union([anthropicText, anthropicImage, anthropicDocument]))]),
    is_error: z.boolean().optional(),
  }),
]);

/** The body of `anthropic.messages.create`. */
export const anthropicRequest = z
  .object({
    model: text,
    max_tokens: z
      .number()
      .meta({ description: "The version's limit. If the version sets none, 4096, because the API needs a limit." }),
    system: z.union([text, z.array(anthropicText)]).optional(),
    messages: z.array(
      z.object({ role: z.enum(["user", "assistant"]), content: z.union([text, z.array(anthropicBlock)]) }),
    ),
    temperature: number,
    top_p: number,
    top_k: number,
    stop_sequences: stops,
    thinking: z.object({ type: z.literal("enabled"), budget_tokens: z.number() }).optional(),
    output_config: z
      .object({
        effort: z.enum(["low", "medium", "high", "max"]).optional(),
        format: z.object({ type: z.literal("json_schema"), schema: free }).optional(),
      })
      .optional(),
    tools: z
      .array(
        z.object({
          name: text,
          description: text.optional(),
          input_schema: z.object({ type: z.literal("object") }),
          cache_control: cacheControl,
        }),
      )
      .optional(),
    tool_choice: z
      .union([
        z.object({ type: z.enum(["auto"]), disable_parallel_tool_use: z.boolean().optional() }),
        z.object({ type: z.enum(["any"]), disable_parallel_tool_use: z.boolean().optional() }),
        z.object({ type: z.literal("none") }),
        z.object({ type: z.literal("tool"), name: text, disable_parallel_tool_use: z.boolean().optional() }),
      ])
      .optional(),
  })
  .meta({ id: "AnthropicRequest", description: "The request body for the Messages API." });

const googlePart = z.object({
  text: text.optional(),
  inlineData: z.object({ mimeType: text, data: text }).optional(),
  fileData: z.object({ fileUri: text, mimeType: text }).optional(),
  functionCall: z.object({ id: text.optional(), name: text, args: free.optional() }).optional(),
  functionResponse: z.object({ id: text.optional(), name: text, response: free }).optional(),
});

/** The argument of `ai.models.generateContent` of @google/genai. */
export const googleRequest = z
  .object({
    model: text,
    contents: z.array(z.object({ role: text.optional(), parts: z.array(googlePart) })),
    config: z
      .object({
        systemInstruction: text.optional(),
        ...camelCaseSampling,
        responseMimeType: text.optional(),
        responseJsonSchema: free.optional(),
        tools: z
          .array(
            z.object({
              functionDeclarations: z
                .array(z.object({ name: text, description: text.optional(), parametersJsonSchema: free }))
                .optional(),
            }),
          )
          .optional(),
      })
      .meta({
        description: "The configuration. It includes `toolConfig` and `thinkingConfig` if the version sets them.",
      }),
  })
  .meta({ id: "GoogleRequest", description: "The argument of `models.generateContent` of `@google/genai`." });
