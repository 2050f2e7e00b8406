import { AppError } from "@/lib/core/errors";
import { toResponse } from "../exchange";
import { problemAnswer } from "../problem";
import { requestIdOf } from "../request-id";
import { limitFor, sizeWords } from "./body-limits";

/**
 * Reads the body within the limit of its path and returns the request with it. Returns a 413 response if it is larger,
 * and a 400 response for JSON that does not parse. For handlers that a serverless host calls without our server's body
 * guard, and that throw for such JSON.
 */
export async function boundRequest(request: Request): Promise<Request | Response> {
  const { method, body, headers } = request;
  if (body === null) return request;
  const { pathname: path } = new URL(request.url);
  const { limitBytes } = limitFor({ method, path, hasSession: false, isAction: false });
  const tooLarge = new AppError(
    "payload_too_large",
    `This is too large. At most ${sizeWords(limitBytes)} can be sent here.`,
  );
  const refuse = (error: AppError) =>
    toResponse(problemAnswer(error, { requestId: requestIdOf(null), instance: path }));
  if (Number(headers.get("content-length") ?? 0) > limitBytes) return refuse(tooLarge);
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > limitBytes) {
      void reader.cancel().catch(() => {});
      return refuse(tooLarge);
    }
    pieces.push(read.value);
  }
  const bytes = Buffer.concat(pieces);
  if (headers.get("content-type")?.includes("application/json") && !isJson(bytes))
    return refuse(new AppError("malformed_json", "The body does not parse as JSON."));
  return new Request(request.url, { method, headers, body: bytes });
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}
