import { createHash } from "node:crypto";
import { type Format, toFormat } from "@/lib/template/formats";
import { messagesInOrder, type RenderedMessages } from "@/lib/template/render";
import type { Assignment } from "./choose";
import type { VersionRecord } from "./record";

/** An answer ready to send, as bytes and as the same text, with its strong ETag. */
export type Body = {
  readonly body: Buffer;
  readonly byteLength: number;
  readonly text: string;
  readonly etag: string;
};

/** The JSON of an answer on both sides of its messages: it depends on the version, not on the values. */
export type Envelope = { readonly before: string; readonly after: string };

/** The envelope of a version's answers. */
export function writeEnvelope(record: VersionRecord, assignment: Assignment, isStale: boolean): Envelope {
  const { name, environment, version, versionId, contentHash, content } = record;
  const first = { name, environment, version, versionId, contentHash, type: content.type };
  const last = {
    variables: content.variables ?? [],
    model: content.model ?? null,
    ...(content.responseSchema && { responseSchema: content.responseSchema }),
    ...(content.tools && { tools: content.tools }),
    assignment,
    stale: isStale,
  };
  return { before: `${JSON.stringify(first).slice(0, -1)},`, after: `,${JSON.stringify(last).slice(1)}` };
}

/** The members of an answer that depend on the format: `messages`, beside them `text` or `system`. */
export function writeMessages(record: VersionRecord, format: Format, messages: RenderedMessages): string {
  return JSON.stringify({ messages, ...toFormat(messages, record.content.model, format) }).slice(1, -1);
}

/** The answer with the messages as templates. */
export function writeTemplates(record: VersionRecord, format: Format, { before, after }: Envelope): Body {
  const text = before + writeMessages(record, format, messagesInOrder(record.content)) + after;
  const body = Buffer.from(text);
  return { body, byteLength: body.byteLength, text: body.toString(), etag: etagOf(body) };
}

/** A strong ETag: the hash of the very bytes. */
function etagOf(body: Buffer): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
}
