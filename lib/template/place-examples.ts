import { type Content, isPlaceholder, type Message, type Placeholder } from "./content";

/** A message or placeholder in sending order, with the JSON pointer of its content. */
export type PlacedEntry = { pointer: string; entry: Message | Placeholder };

/** Returns the entries in sending order. Few-shot pairs go to their placeholder, or after the leading instructions. */
export function placeExamples({ messages, examples = [] }: Content): PlacedEntry[] {
  const entries = messages.map((entry, index) => ({ pointer: `/messages/${index}/content`, entry }));
  const pairs = examples.flatMap(({ input, output }, index): { pointer: string; entry: Message }[] => [
    { pointer: `/examples/${index}/input`, entry: { role: "user", content: input } },
    { pointer: `/examples/${index}/output`, entry: { role: "assistant", content: output } },
  ]);
  const marked = messages.findIndex((entry) => isPlaceholder(entry) && entry.placeholder === "examples");
  if (marked !== -1) return [...entries.slice(0, marked), ...pairs, ...entries.slice(marked + 1)];
  const leading = messages.findIndex((entry) => isPlaceholder(entry) || !["system", "developer"].includes(entry.role));
  const at = leading === -1 ? messages.length : leading;
  return [...entries.slice(0, at), ...pairs, ...entries.slice(at)];
}
