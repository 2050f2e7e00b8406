import type { Message } from "./content";

/** Returns the JSON of a message before and after its text, in the order of its fields. */
export function aroundText(message: Message): { before: string; after: string } {
  const fields = Object.entries(message).map(([key, value]) => [key, JSON.stringify(value)] as const);
  const kept = fields.filter(([, json]) => json !== undefined);
  const at = kept.findIndex(([key]) => key === "content");
  const write = (part: typeof kept) => part.map(([key, json]) => `${JSON.stringify(key)}:${json}`);
  const before = [...write(kept.slice(0, at)), '"content":'].join(",");
  return { before: `{${before}`, after: `${["", ...write(kept.slice(at + 1))].join(",")}}` };
}
