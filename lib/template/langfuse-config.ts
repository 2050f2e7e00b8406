import type { Content } from "./content";

/** The config that Langfuse keeps beside a prompt: the model with its parameters, tools and the response schema. Pure. */
export function writeLangfuseConfig({
  model,
  tools,
  responseSchema,
}: Pick<Content, "model" | "tools" | "responseSchema">): Record<string, unknown> {
  return {
    ...(model && { model: model.name, provider: model.provider, ...model.parameters }),
    ...(tools && { tools }),
    ...(responseSchema && { json_schema: responseSchema }),
  };
}
