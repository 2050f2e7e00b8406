import { z } from "zod";
import { contentView } from "./schema";

const { messages, variables, model, responseSchema, tools } = contentView.shape;

/** What resolve answers, in any of its formats. */
export const resolvedView = z
  .strictObject({
    name: z.string(),
    environment: z.string(),
    version: z.int().min(1),
    versionId: z.string(),
    contentHash: z.string(),
    type: z.enum(["chat", "text"]),
    messages,
    text: z.string().optional().meta({ description: "Format text: the messages as one text." }),
    system: z.string().optional().meta({ description: "Format anthropic: the instructions, apart from the turns." }),
    variables: variables.unwrap(),
    model: model.unwrap().nullable(),
    responseSchema,
    tools,
    assignment: z.strictObject({
      reason: z.enum(["release", "experiment", "pinned"]),
      experimentId: z.string().nullable(),
      variant: z.string().nullable(),
    }),
    stale: z.boolean().meta({ description: "True while the database is away and this is the last known good." }),
  })
  .meta({ id: "ResolvedPrompt" });
