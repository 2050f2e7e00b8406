import { AppError } from "@/lib/core/errors";
import { assertCleanJson } from "@/lib/core/text";
import type { Incoming } from "./exchange";
import { countBody } from "./waiting-bodies";

/** The maximum nesting depth of a body. */
export const maxBodyDepth = 32;

const jsonType = /^application\/(?:[\w.-]+\+)?json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i;

/** Whether a `Content-Type` is JSON in UTF-8. Pure. */
export function isJsonType(header: string | null | undefined): boolean {
  return !!header && jsonType.test(header.trim());
}

function tooLarge(limitBytes: number): AppError {
  return new AppError("payload_too_large", `The body may have at most ${limitBytes / 1024} KiB.`);
}

/**
 * Reads at most `limitBytes`, regardless of Content-Length, and stops at the first byte beyond. Throws 503 `overloaded`
 * if too much of the same owner, or of all, is arriving.
 */
export async function readBytes({ header, chunks, owner }: Source, limitBytes: number): Promise<Uint8Array> {
  if (Number(header("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const pieces: Uint8Array[] = [];
  const count = countBody(owner ?? "strangers");
  let size = 0;
  try {
    for await (const piece of chunks()) {
      size += piece.byteLength;
      if (size > limitBytes) throw tooLarge(limitBytes);
      count.add(piece.byteLength);
      pieces.push(piece);
    }
  } finally {
    count.end();
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function parseJson(bytes: Uint8Array, parse: (text: string) => unknown): unknown {
  try {
    return parse(utf8.decode(bytes));
  } catch (error) {
    // The parser's message may quote the body. Report only the position.
    const place = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = place ? ` (at character ${place})` : error instanceof TypeError ? " (it is not UTF-8)" : "";
    throw new AppError("malformed_json", `The body does not parse as JSON${where}.`);
  }
}

/** `owner`: the workspace of the caller's key. */
export type Source = Pick<Incoming, "header" | "chunks"> & { owner?: string };
/** `isCheckedByItem`: text and depth are checked later, item by item. */
type BodyRule = { limitBytes: number; isOptional: boolean; isCheckedByItem?: boolean };

/** Reads the bytes of a JSON body. Throws 415 `unsupported_media_type` and 413 `payload_too_large`. */
export async function readJsonBytes(source: Source, limitBytes: number): Promise<Uint8Array> {
  const { header } = source;
  const isEncoded = (header("content-encoding") ?? "identity").trim().toLowerCase() !== "identity";
  const type = header("content-type");
  if (isEncoded || (type !== null && !isJsonType(type)))
    throw new AppError("unsupported_media_type", "Send the body as Content-Type: application/json, not compressed.");
  const bytes = await readBytes(source, limitBytes);
  if (bytes.byteLength > 0 && type === null)
    throw new AppError("unsupported_media_type", "Send the header Content-Type: application/json.");
  return bytes;
}

/** Parses the bytes of a body as JSON. Throws 400 `malformed_json`. */
export function parseJsonBytes(bytes: Uint8Array, parse: (text: string) => unknown = JSON.parse): unknown {
  if (bytes.byteLength === 0) throw new AppError("malformed_json", "The body is empty. Send a JSON object.");
  return parseJson(bytes, parse);
}

/**
 * Reads and parses the JSON body of a request. Throws 415 `unsupported_media_type`, 413 `payload_too_large`, 400
 * `malformed_json` and `json_too_deep`, 422 `invalid_character`, `invalid_unicode`, `number_not_finite`. An omitted
 * optional body is `{}`.
 */
export async function readJsonBody(
  source: Source,
  { limitBytes, isOptional, isCheckedByItem }: BodyRule,
): Promise<unknown> {
  const bytes = await readJsonBytes(source, limitBytes);
  if (bytes.byteLength === 0 && isOptional) return {};
  const value = parseJsonBytes(bytes);
  if (!isCheckedByItem) assertCleanJson(value, maxBodyDepth);
  return value;
}

const formType = /^application\/x-www-form-urlencoded\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

/**
 * Reads the fields of a form, each at most once, or a JSON body. Throws 400 `duplicate_parameter` and the errors of
 * `readJsonBody`.
 */
export async function readFormOrJson(source: Source, limitBytes: number): Promise<unknown> {
  if (!formType.test(source.header("content-type")?.trim() ?? ""))
    return readJsonBody(source, { limitBytes, isOptional: false });
  const fields = new URLSearchParams(utf8.decode(await readBytes(source, limitBytes)));
  const names = [...fields.keys()];
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double) throw new AppError("duplicate_parameter", `The field ${double} is there twice.`);
  return Object.fromEntries(fields);
}
