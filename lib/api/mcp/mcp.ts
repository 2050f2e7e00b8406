import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { authenticateKey } from "@/lib/auth/api-keys";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { readJsonBody } from "../body";
import { fromRequest, toResponse } from "../exchange";
import { problemAnswer } from "../problem";
import { takeRequest } from "../rate-limit";
import { requestIdOf } from "../request-id";
import { noteRequest } from "../request-meters";
import { isFromOwnPage } from "../same-origin";
import { environmentName } from "../v1/fields";
import { placeOf } from "./prompts";
import { createMcpServer, refuseParams } from "./server";

const limitBytes = 1024 * 1024;

/**
 * The Model Context Protocol over streamable HTTP, without sessions. Each POST is answered separately, as JSON. There
 * are no streams or sessions, so GET and DELETE return 405.
 */
export async function answerMcp(request: Request): Promise<Response> {
  const startedAt = performance.now();
  const response = await answer(request);
  noteRequest("mcp", response.headers.get("x-request-id") ?? undefined, response.status, performance.now() - startedAt);
  return response;
}

async function answer(request: Request): Promise<Response> {
  const incoming = fromRequest(request);
  const requestId = requestIdOf(incoming.header("x-request-id"));
  const extra: Record<string, string> = { "x-content-type-options": "nosniff" };
  try {
    if (!isFromOwnPage(incoming.header))
      throw new AppError("cross_site_request", "Pages of other sites may not call this address.");
    if (request.method !== "POST")
      throw new AppError("method_not_allowed", "Only POST is possible here.", { headers: { allow: "POST" } });
    const actor = await authenticateKey(incoming.header("authorization"));
    Object.assign(extra, takeRequest(actor));
    const named = new URL(request.url).searchParams.get("environment");
    const place = placeOf(actor, named === null ? null : parseInput(environmentName, named));
    const parsedBody = await readJsonBody(incoming, { limitBytes, isOptional: false });
    const refusal = refuseParams(parsedBody);
    const headers = { ...extra, "x-request-id": requestId, "cache-control": "no-store" };
    if (refusal) return Response.json(refusal, { headers });
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    const server = createMcpServer(place);
    await server.connect(transport);
    const response = await transport.handleRequest(request, { parsedBody });
    await server.close();
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  } catch (error) {
    return toResponse(problemAnswer(error, { requestId, instance: incoming.path }, extra));
  }
}
