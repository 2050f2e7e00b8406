import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListToolsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { can } from "@/lib/auth/authorize";
import { errorStatus } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { jsonPointer } from "@/lib/core/text";
import { toAppError } from "../problem";
import { withFieldWords } from "../v1/field-words";
import type { JsonSchema } from "../v1/openapi-types";
import { completeArgument, getPrompt, listPrompts, type PromptPlace } from "./prompts";
import { type Tool, tools } from "./tools";

type JsonObject = { type: "object"; [key: string]: unknown };

const instructions =
  "Understudy stores the prompts of applications. With these tools, you can search prompts, read and compare versions, save a change as a draft copy, and evaluate it. No tool changes the live version: people promote versions.";

/** A tool as clients see it, with every field described. Pure. */
export function toolView({ name, description, input, operation, isReading }: Tool) {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  const inputSchema = withFieldWords(operation, schema as JsonSchema);
  const annotations = { readOnlyHint: isReading, destructiveHint: false };
  return { name, description, inputSchema: inputSchema as JsonObject, annotations };
}

/** An error for a model: its code, its message and each field error. */
function explain(error: unknown): { code: string; detail: string; errors?: unknown } {
  const appError = toAppError(error);
  if (appError.code === "internal_error") logger().error({ err: appError.cause ?? appError }, "an MCP request failed");
  return { code: appError.code, detail: appError.message, ...(appError.errors && { errors: appError.errors }) };
}

async function orMcpError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const problem = explain(error);
    const status = errorStatus[problem.code as keyof typeof errorStatus];
    throw new McpError(status >= 500 ? ErrorCode.InternalError : ErrorCode.InvalidParams, problem.detail, problem);
  }
}

const requestSchemas = new Map<unknown, { safeParse: z.ZodType["safeParse"] }>([
  ["prompts/get", GetPromptRequestSchema],
  ["prompts/list", ListPromptsRequestSchema],
  ["tools/list", ListToolsRequestSchema],
  ["tools/call", CallToolRequestSchema],
  ["completion/complete", CompleteRequestSchema],
]);

/**
 * The JSON-RPC error for a request with invalid parameters; null if they are valid. The SDK would report them as an
 * internal error. Pure.
 */
export function refuseParams(message: unknown) {
  const { id, method } = (message ?? {}) as { id?: unknown; method?: unknown };
  const issue = requestSchemas.get(method)?.safeParse(message).error?.issues[0];
  if (!issue || id === undefined || issue.path[0] !== "params") return null;
  const text = `${jsonPointer(issue.path.map(String))}: ${issue.message}`;
  return { jsonrpc: "2.0", id, error: { code: ErrorCode.InvalidParams, message: text } };
}

/** Creates the server for one request of one key. It keeps no state, so any process can answer the next request. */
export function createMcpServer(place: PromptPlace): Server {
  const { actor } = place;
  const mayResolve = can(actor, "prompt:resolve");
  const offered = tools.filter(({ permission }) => can(actor, permission));
  const server = new Server(
    { name: "understudy", version: "1" },
    { capabilities: { tools: {}, ...(mayResolve && { prompts: {}, completions: {} }) }, instructions },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: offered.map(toolView) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params: { name, arguments: input = {} } }) => {
    const tool = tools.find((each) => each.name === name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `There is no tool "${name}".`);
    try {
      const result = await tool.run(actor, input);
      return {
        content: [{ type: "text" as const, text: JSON.stringify(result) }],
        structuredContent: result as Record<string, unknown>,
      };
    } catch (error) {
      return { isError: true, content: [{ type: "text" as const, text: JSON.stringify(explain(error)) }] };
    }
  });
  if (!mayResolve) return server;
  server.setRequestHandler(ListPromptsRequestSchema, ({ params }) => orMcpError(listPrompts(place, params?.cursor)));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) =>
    orMcpError(getPrompt(place, params.name, params.arguments ?? {})),
  );
  server.setRequestHandler(CompleteRequestSchema, async ({ params: { ref, argument } }) => {
    if (ref.type !== "ref/prompt") return { completion: { values: [] } };
    return { completion: await orMcpError(completeArgument(place, ref.name, argument)) };
  });
  return server;
}
