import { createHash } from "node:crypto";
import { type Format, toFormat } from "@/lib/template/formats";
import { messagesInOrder, type RenderedMessages } from "@/lib/template/render";
import type { Assignment } from "./choose";
import type { VersionRecord } from "./record";

/** An answer ready to send, as bytes and as the same text, with its strong ETag. */
export type Body = { readonly body: Buffer; readonly text: string; readonly etag: string };

/**
 * The answer of resolve as JSON. Without `messages` they go out as templates. `text` and `system` stand beside the
 * messages in the formats that have them; the model is described the same way in all of them.
 */
export function writeAnswer(
  record: VersionRecord,
  {
    assignment,
    format,
    isStale,
    messages = messagesInOrder(record.content),
  }: { assignment: Assignment; format: Format; isStale: boolean; messages?: RenderedMessages },
): Buffer {
  const { name, environment, version, versionId, contentHash, content } = record;
  const { model: _, ...shaped } = { model: null, ...toFormat(messages, content.model, format) };
  const answer = {
    name,
    environment,
    version,
    versionId,
    contentHash,
    type: content.type,
    messages,
    ...shaped,
    variables: content.variables ?? [],
    model: content.model ?? null,
    ...(content.responseSchema && { responseSchema: content.responseSchema }),
    ...(content.tools && { tools: content.tools }),
    assignment,
    stale: isStale,
  };
  return Buffer.from(JSON.stringify(answer));
}

/** A strong ETag: the hash of the very bytes. */
export function etagOf(body: Buffer): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
}
