import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AppError } from "@/lib/core/errors";
import { createQueue } from "@/lib/core/queue";
import { isJsonType, readBytes, type Source } from "./body";

const unzip = promisify(gunzip);
/** A body of a megabyte can become one of many, so only a few are decompressed at a time. */
const unzipping = createQueue({
  atOnce: 2,
  mostWaiting: 200,
  refuse: () =>
    new AppError("overloaded", "Too much is being sent at once. Try again in a moment.", {
      headers: { "retry-after": "1" },
    }),
});

/** An uncompressed JSON or protobuf body. */
export type EncodedBody = { bytes: Uint8Array; type: "json" | "protobuf" };

/** Whether a content type means protobuf. */
export const isProtobuf = (type: string) => /^application\/(x-)?protobuf\b/i.test(type.trim());

/**
 * Reads a JSON or protobuf body, optionally compressed with gzip. `limitBytes` applies before and after decompression.
 * Throws 415 `unsupported_media_type`, 413 `payload_too_large`, 400 `malformed_body`.
 */
export async function readEncodedBody(source: Source, limitBytes: number): Promise<EncodedBody> {
  const { header } = source;
  const type = header("content-type") ?? "";
  const encoding = (header("content-encoding") ?? "identity").trim().toLowerCase();
  if (!isProtobuf(type) && !isJsonType(type))
    throw new AppError("unsupported_media_type", "Send application/x-protobuf or application/json.");
  if (encoding !== "identity" && encoding !== "gzip")
    throw new AppError("unsupported_media_type", "Send the body plain or in gzip.");
  const bytes = await readBytes(source, limitBytes);
  const unpacked = encoding === "gzip" ? await unzipping.run(() => unpack(bytes, limitBytes)) : bytes;
  return { bytes: unpacked, type: isProtobuf(type) ? "protobuf" : "json" };
}

async function unpack(bytes: Uint8Array, limitBytes: number): Promise<Uint8Array> {
  try {
    return await unzip(bytes, { maxOutputLength: limitBytes, chunkSize: 256 * 1024 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new AppError("payload_too_large", `Decompressed, the body may have ${limitBytes / 1024} KiB at most.`);
    throw new AppError("malformed_body", "The body is not valid gzip.");
  }
}
