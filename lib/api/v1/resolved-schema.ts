import { z } from "zod";
import { contentView } from "@/lib/registry/content-view";
import { givenMessage, messageView, placeholderInput } from "@/lib/registry/message-schema";
import type { Format } from "@/lib/template/requests/formats";
import { aiSdkRequest, langChainRequest } from "./library-request-schema";
import { anthropicRequest, googleRequest, openAiRequest, openAiResponsesRequest } from "./request-schema";

const { variables, model, responseSchema, responseFormat, tools } = contentView.shape;

const messages = z.array(z.union([messageView, placeholderInput, givenMessage])).meta({
  description:
    "The messages. Placeholders without messages stay in the list. Messages that you sent for placeholders are inserted unchanged.",
});

const first = {
  name: z.string(),
  environment: z.string(),
  version: z.int().min(1),
  versionId: z.string(),
  contentHash: z.string(),
  type: z.enum(["chat", "text"]),
};
const last = {
  variables: variables.unwrap(),
  model: model.unwrap().nullable(),
  assignment: z.strictObject({
    reason: z.enum(["release", "experiment", "pinned"]),
    experimentId: z.string().nullable(),
    variant: z.string().nullable(),
  }),
  stale: z.boolean().meta({ description: "True if the database is not available and this is the last known state." }),
};
const settings = { responseSchema, responseFormat, tools };

const omitted = z
  .array(z.string())
  .optional()
  .meta({ description: "The version's parameters that are left out, because this format has no field for them." });

const schemaNames: Record<Format, string> = {
  messages: "ResolvedMessages",
  text: "ResolvedText",
  openai: "ResolvedOpenAi",
  "openai-responses": "ResolvedOpenAiResponses",
  anthropic: "ResolvedAnthropic",
  google: "ResolvedGoogle",
  "ai-sdk": "ResolvedAiSdk",
  langchain: "ResolvedLangChain",
};

const requestOf = <const Format extends string, Request extends z.ZodType>(format: Format, request: Request) =>
  z.strictObject({ format: z.literal(format), ...first, request, omitted, ...last });

/** The response of resolve, by format. */
export const resolvedView = z
  .discriminatedUnion("format", [
    z
      .strictObject({ format: z.literal("messages"), ...first, messages, ...last, ...settings })
      .meta({ id: schemaNames.messages }),
    z
      .strictObject({ format: z.literal("text"), ...first, text: z.string(), ...last, ...settings })
      .meta({ id: schemaNames.text, description: "All messages as one text, separated by blank lines." }),
    requestOf("openai", openAiRequest).meta({ id: schemaNames.openai }),
    requestOf("openai-responses", openAiResponsesRequest).meta({ id: schemaNames["openai-responses"] }),
    requestOf("anthropic", anthropicRequest).meta({ id: schemaNames.anthropic }),
    requestOf("google", googleRequest).meta({ id: schemaNames.google }),
    requestOf("ai-sdk", aiSdkRequest)
      .extend({
        tools: z
          .record(
            z.string(),
            z.strictObject({ description: z.string().optional(), inputSchema: z.record(z.string(), z.unknown()) }),
          )
          .optional()
          .meta({ description: "The tools by name. Wrap each `inputSchema` with `jsonSchema()` of the AI SDK." }),
        responseSchema,
      })
      .meta({ id: schemaNames["ai-sdk"] }),
    requestOf("langchain", langChainRequest).meta({ id: schemaNames.langchain }),
  ])
  .meta({
    id: "ResolvedPrompt",
    description: "A resolved prompt. Each format has its own schema.",
    discriminator: {
      propertyName: "format",
      mapping: Object.fromEntries(
        Object.entries(schemaNames).map(([format, name]) => [format, `#/components/schemas/${name}`]),
      ),
    },
  });
