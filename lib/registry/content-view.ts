import { z } from "zod";
import { exampleInput, messageView, placeholderInput } from "./message-schema";
import { modelInput, responseFormat } from "./schema";
import { variableView } from "./variable-schema";

/** The content of a version in responses. */
export const contentView = z
  .strictObject({
    type: z.enum(["chat", "text"]),
    messages: z.array(z.union([messageView, placeholderInput])),
    examples: z.array(exampleInput).optional(),
    model: modelInput.optional(),
    variables: z.array(variableView).optional(),
    responseSchema: z.record(z.string(), z.unknown()).optional(),
    responseFormat: responseFormat.optional(),
    tools: z.array(z.record(z.string(), z.unknown())).optional(),
    snippets: z.array(z.strictObject({ name: z.string(), version: z.int().min(0) })).optional(),
  })
  .meta({ id: "Content" });
