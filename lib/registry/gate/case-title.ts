import { isRecord } from "@/lib/core/records";
import type { GivenMessage } from "@/lib/template/given-message";

const excerptLength = 90;

/** A text on one line with at most `length` characters, cut between words. */
export function excerpt(text: string, length = excerptLength): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line.length <= length) return line;
  const cut = line.slice(0, length);
  const space = cut.lastIndexOf(" ");
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** The fields from which a title is made. */
type TitledCase = {
  name: string;
  variables: Readonly<Record<string, unknown>>;
  placeholders: Readonly<Record<string, readonly GivenMessage[]>>;
};

/** The text of a message of any provider, or of a part of it. Calls of tools, images and files have none. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(" ");
  return isRecord(value) ? textOf(value.text ?? value.content ?? value.parts ?? value.output) : "";
}

/**
 * The title of a case in lists: its name, else its longest text, the last turn of its history with a text, or its
 * values.
 */
export function caseTitle({ name, variables, placeholders }: TitledCase): string {
  const texts = Object.values(variables).filter((value): value is string => typeof value === "string");
  const longest = texts.reduce((best, text) => (text.trim().length > best.trim().length ? text : best), "");
  const lastTurn = Object.values(placeholders).flat().map(textOf).findLast(Boolean) ?? "";
  const others = Object.entries(variables).filter(([, value]) => typeof value !== "string" && value !== null);
  const values = others.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(", ");
  return [name, longest, lastTurn, values].map((text) => excerpt(text)).find(Boolean) ?? "No values";
}
