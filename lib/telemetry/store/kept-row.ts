import type { InteractionRow } from "../interaction-row";
import { searchedText } from "./schema";

/** A row of ClickHouse with the columns of `keptColumns`. */
export type KeptRow = Omit<InteractionRow, "at" | "saidAt" | "attributes" | "prompt"> & {
  at: string;
  saidAt: string | null;
  attributes: string;
  promptId: string;
  score: number | null;
  scorePassed: boolean | null;
};

const orNull = (column: string, name: string) => `nullIf(${column}, '') as ${name}`;
/** The sweep may remove contents some hours after they expire. Until then they are hidden. */
const isKept = "contents_expire_at > now()";
const isExpired = `(has_content and not (${isKept}))`;
const instant = (column: string) => `toString(toUnixTimestamp64Milli(${column}))`;

/** The columns of an interaction. */
export const keptColumns = `id, interaction_id as interactionId, ${instant("at")} as at, toString(prompt_id) as promptId, version,
  toString(environment_id) as environmentId, nullIf(reason, 0) as reason, ${orNull("user_id", "userId")},
  ${orNull("session_id", "sessionId")}, ${orNull("trace_id", "traceId")}, ${orNull("parent_id", "parentId")},
  ${orNull("toString(name)", "name")}, nullIf(kind, 0) as kind, ${orNull("toString(model)", "model")}, attributes,
  latency_ms as latencyMs, ttft_ms as ttftMs, input_tokens as inputTokens, output_tokens as outputTokens,
  cached_tokens as cachedTokens, cost_usd as costUsd, ${orNull("error", "error")}, refused, violation,
  has_content and ${isKept} as hasContent, if(${isExpired}, 4, nullIf(content_mark, 0)) as contentMark, completed,
  ${instant("said_at")} as saidAt, thumbs_up as thumbsUp, stars, edited, regenerated,
  if(${isKept}, nullIf(comment, ''), null) as comment, score, score_passed as scorePassed`;

/** A whole text of an interaction as JSON. Empty if there is none or it has expired. */
export const keptText = (column: "input" | "output") => `if(${isKept}, ${column}, '')`;

/** The bytes of both texts. Zero if there are none or they have expired. */
export const keptTextBytes = `if(${isKept}, toUInt32(length(input) + length(output)), 0)`;

/** The beginning of a text for display. A JSON string is shown without its quotes. */
export const keptBeginning = (column: "input" | "output", length: number) => {
  const text = keptText(column);
  return `leftUTF8(if(startsWith(${text}, '"'), JSONExtractString(${text}), ${text}), ${length})`;
};

/** Parses a text or attributes. ClickHouse stores an empty string for a missing value. */
export const jsonOf = (json: string) => (json === "" ? null : JSON.parse(json));

/**
 * Whether an interaction's error matches a pattern, or its input or output one of JSON. The index serves only
 * conditions on the whole text.
 */
export const textFound = (plain: string, inJson: string) =>
  `${searchedText} like ${inJson} and ${isKept} and lowerUTF8(concat(input, char(10), output)) like ${inJson}
    or ${searchedText} like ${plain} and lowerUTF8(error) like ${plain}`;

/** Selects rows that have not expired. The TTL removes expired rows later. */
export const isNotExpired = "expires_at > now()";

/** Converts a row to the form that PostgreSQL returns. */
export function toInteractionRow({ promptId: _, ...row }: KeptRow, prompt: string): InteractionRow {
  return {
    ...row,
    at: new Date(Number(row.at)),
    saidAt: row.saidAt === null ? null : new Date(Number(row.saidAt)),
    attributes: jsonOf(row.attributes),
    prompt,
  };
}
