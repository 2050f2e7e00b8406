import { AppError } from "@/lib/core/errors";
import { toResponse } from "../exchange";
import { problemAnswer } from "../problem";
import { requestIdOf } from "../request-id";
import { limitFor, sizeWords } from "./body-limits";

/**
 * Reads the body within the limit of its path and returns the request with it, or a 413 response if it is larger. For
 * handlers that a serverless host calls without our server's body guard.
 */
export async function boundRequest(request: Request): Promise<Request | Response> {
  const { method, body, headers } = request;
  if (body === null) return request;
  const { pathname: path } = new URL(request.url);
  const { limitBytes } = limitFor({ method, path, hasSession: false, isAction: false });
  const refuse = () => refusal(path, limitBytes);
  if (Number(headers.get("content-length") ?? 0) > limitBytes) return refuse();
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > limitBytes) {
      void reader.cancel().catch(() => {});
      return refuse();
    }
    pieces.push(read.value);
  }
  return new Request(request.url, { method, headers, body: Buffer.concat(pieces) });
}

function refusal(instance: string, limitBytes: number): Response {
  const message = `This is too large. At most ${sizeWords(limitBytes)} can be sent here.`;
  return toResponse(
    problemAnswer(new AppError("payload_too_large", message), { requestId: requestIdOf(null), instance }),
  );
}
