import { AppError } from "@/lib/core/errors";
import { assertCleanJson } from "@/lib/core/text";

/** The deepest nesting a body may have. */
export const maxBodyDepth = 32;

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i;

/** Whether a `Content-Type` is JSON in UTF-8. Pure. */
export function isJsonType(header: string | null | undefined): boolean {
  return !!header && jsonType.test(header.trim());
}

function tooLarge(limitBytes: number): AppError {
  return new AppError("payload_too_large", `The body may have ${limitBytes / 1024} KiB at most.`);
}

/** Reads at most `limitBytes`, whatever Content-Length says, and stops reading at the first byte beyond. */
async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limitBytes) {
      await reader.cancel().catch(() => {});
      throw tooLarge(limitBytes);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    // The parser's message may quote the body; the place alone is enough.
    const place = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = place ? ` (at character ${place})` : error instanceof TypeError ? " (it is not UTF-8)" : "";
    throw new AppError("malformed_json", `The body does not parse as JSON${where}.`);
  }
}

type BodyRule = { limitBytes: number; isOptional: boolean };

/**
 * The JSON body of a request. Throws 415 `unsupported_media_type`, 413 `payload_too_large`, 400 `malformed_json` and
 * `json_too_deep`, 422 `invalid_character`, `invalid_unicode`, `number_not_finite`. An optional body left out is `{}`.
 */
export async function readJsonBody(request: Request, { limitBytes, isOptional }: BodyRule): Promise<unknown> {
  const { headers } = request;
  const isEncoded = (headers.get("content-encoding") ?? "identity").trim().toLowerCase() !== "identity";
  const type = headers.get("content-type");
  if (isEncoded || (type !== null && !isJsonType(type)))
    throw new AppError("unsupported_media_type", "Send the body as Content-Type: application/json, not compressed.");
  const bytes = await readBytes(request, limitBytes);
  if (bytes.byteLength === 0) {
    if (isOptional) return {};
    throw new AppError("malformed_json", "The body is empty. Send a JSON object.");
  }
  if (type === null)
    throw new AppError("unsupported_media_type", "Say what the body is: Content-Type: application/json.");
  const value = parseJson(bytes);
  assertCleanJson(value, maxBodyDepth);
  return value;
}
