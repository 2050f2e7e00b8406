import { z } from "zod";
import { contentInput, modelInput, promptName, versionNumber } from "@/lib/registry/schema";
import { placeholderMessages, variableValues } from "../values";

/** One run: a version or an unsaved content, with its values and a model. */
export const runInput = z
  .strictObject({
    prompt: promptName,
    version: versionNumber.optional(),
    content: contentInput.optional(),
    /** Replaces the model of the version. The version's parameters are kept unless some are given here. */
    model: modelInput.optional(),
    variables: variableValues.default({}),
    placeholders: placeholderMessages.default({}),
  })
  .refine(({ version, content }) => (version === undefined) !== (content === undefined), {
    message: "Send either a version or a content.",
  });
export type RunInput = z.infer<typeof runInput>;
