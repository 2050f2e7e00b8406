import { isRecord } from "@/lib/core/records";

/** A function that a model may call. `cacheControl`: Anthropic's marker. */
export type ToolSpec = {
  name: string;
  description?: string;
  schema: Record<string, unknown>;
  strict?: boolean;
  cacheControl?: unknown;
};

type Fields = Record<string, unknown>;

/** A tool of a version: a function, or a tool that the provider runs itself, which is passed on unchanged. */
export type ReadTool = { kind: "function"; spec: ToolSpec } | { kind: "own"; tool: Fields };

/**
 * Reads tools in OpenAI's form { type: "function", function: { name, parameters } } and in the plain form { name,
 * parameters | inputSchema | input_schema }.
 */
export function readTools(tools: readonly Fields[] = []): ReadTool[] {
  return tools.map((entry): ReadTool => {
    const tool = isRecord(entry.function) ? entry.function : entry;
    const schema = [tool.parameters, tool.inputSchema, tool.input_schema].find(isRecord);
    const isOwn = entry.type !== undefined && entry.type !== "function" && !schema;
    if (isOwn || typeof tool.name !== "string" || tool.name === "") return { kind: "own", tool: entry };
    const strict = tool.strict ?? entry.strict;
    return {
      kind: "function",
      spec: {
        name: tool.name,
        ...(typeof tool.description === "string" && { description: tool.description }),
        schema: schema ?? { type: "object", properties: {} },
        ...(typeof strict === "boolean" && { strict }),
        ...(isRecord(entry.cache_control) && { cacheControl: entry.cache_control }),
      },
    };
  });
}

/** Returns the functions among a version's tools. */
export function readFunctions(tools: readonly Fields[] = []): ToolSpec[] {
  return readTools(tools).flatMap((tool) => (tool.kind === "function" ? [tool.spec] : []));
}

/** Returns the position (from 1) of the first function without a name, or null. */
export function unnamedTool(tools: readonly Fields[] = []): number | null {
  const index = tools.findIndex((entry) => {
    const [tool] = readTools([entry]);
    const isFunction = ["function", "parameters", "inputSchema", "input_schema", "description"].some(
      (key) => key in entry,
    );
    return tool?.kind === "own" && (isFunction || entry.type === "function" || Object.keys(entry).length === 0);
  });
  return index === -1 ? null : index + 1;
}
