/** A tool as models know it. */
export type ToolSpec = { name: string; description?: string; schema: Record<string, unknown> };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads tools as people write them: OpenAI's { type: "function", function: { name, parameters } } and plain
 * { name, parameters | inputSchema | input_schema }. Entries without a name are left out; `unnamedTool` finds them.
 */
export function readTools(tools: readonly Record<string, unknown>[]): ToolSpec[] {
  return tools.flatMap((entry) => {
    const tool = isObject(entry.function) ? entry.function : entry;
    if (typeof tool.name !== "string" || tool.name === "") return [];
    const schema = [tool.parameters, tool.inputSchema, tool.input_schema].find(isObject);
    return {
      name: tool.name,
      ...(typeof tool.description === "string" && { description: tool.description }),
      schema: schema ?? { type: "object", properties: {} },
    };
  });
}

/** The place (from 1) of the first tool that has no name; null when all have one. */
export function unnamedTool(tools: readonly Record<string, unknown>[]): number | null {
  const index = tools.findIndex((tool) => readTools([tool]).length === 0);
  return index === -1 ? null : index + 1;
}
