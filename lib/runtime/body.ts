import { createHash } from "node:crypto";
import { type CompiledContent, messagesInOrder, templateEntries } from "@/lib/template/fill";
import type { PlaceholderMessages } from "@/lib/template/placeholders";
import { writeAnswer, writeSettings } from "@/lib/template/requests/answer";
import { type Format, isRequestFormat } from "@/lib/template/requests/formats";
import type { Assignment } from "./choose";
import type { VersionRecord } from "./record";

/** An answer that is ready to send, as bytes and text, with its strong ETag. */
export type Body = {
  readonly body: Buffer;
  readonly byteLength: number;
  readonly text: string;
  readonly etag: string;
};

/** The values with which an application fills a prompt. */
export type Filling = {
  variables?: Readonly<Record<string, unknown>> | undefined;
  placeholders?: PlaceholderMessages | undefined;
};

/** The JSON of an answer before and after the part that depends on the values. */
export type Envelope = { readonly before: string; readonly after: string };

/** Returns the envelope of a version's answers in a format. */
export function writeEnvelope(
  record: VersionRecord,
  format: Format,
  { assignment, isStale }: { assignment: Assignment; isStale: boolean },
): Envelope {
  const { name, environment, version, versionId, contentHash, content } = record;
  const first = { format, name, environment, version, versionId, contentHash, type: content.type };
  const last = {
    variables: content.variables ?? [],
    model: content.model ?? null,
    ...writeSettings(content, format),
    assignment,
    stale: isStale,
  };
  return { before: `${JSON.stringify(first).slice(0, -1)},`, after: `,${JSON.stringify(last).slice(1)}` };
}

/** Returns the part of an answer that depends on the values. Throws the template's errors, and those of `toRequest`. */
export function fillMessages(
  { content }: VersionRecord,
  compiled: CompiledContent,
  format: Format,
  { variables, placeholders }: Filling,
): string {
  if (format === "messages") return `"messages":${compiled.renderJson(variables, placeholders)}`;
  return membersOf(writeAnswer(content, format, compiled.renderEntries(variables, placeholders)));
}

/**
 * Returns the part for a call without values: messages and text remain templates. A provider's request is filled
 * without values, because it must be complete.
 */
export function writeUnfilled(record: VersionRecord, format: Format, compiled: () => CompiledContent): string {
  const { content } = record;
  if (format === "messages") return membersOf({ messages: messagesInOrder(content) });
  if (isRequestFormat(format)) return fillMessages(record, compiled(), format, {});
  return membersOf(writeAnswer(content, format, templateEntries(content)));
}

const membersOf = (fields: object) => JSON.stringify(fields).slice(1, -1);

/** Returns an answer as bytes with its ETag, the hash of the bytes. */
export function toBody(text: string): Body {
  const body = Buffer.from(text);
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
  return { body, byteLength: body.byteLength, text: body.toString(), etag };
}
