import type { Content } from "./content";

/** Returns the config that Langfuse stores with a prompt: model and parameters, tools and response schema. Pure. */
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
