import { isRecord } from "@/lib/core/records";
import { capitalize } from "@/lib/core/words";

export type ShownTurn = { key: string; role: string; text: string; isCode: boolean };

/** Returns the text of a message's content: a string, or parts with text. Null for other formats. */
function textOf(content: unknown): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  const texts = content.map((part) => (isRecord(part) ? (part.text ?? part.content) : part));
  return texts.every((text) => typeof text === "string") ? texts.join("\n") : null;
}

/** Whether a value is a message and nothing else: its other fields, such as a finish reason, are no objects. */
const isMessage = ({ role, content: _, parts: __, ...others }: Record<string, unknown>) =>
  typeof role === "string" && Object.values(others).every((one) => one === null || typeof one !== "object");

/** Returns the input or output of a step as turns of a conversation if it has that shape, a single message as its text,
 * else JSON. Pure. */
export function turnsOf(value: unknown): ShownTurn[] {
  if (value === null || value === undefined || value === "") return [];
  if (typeof value === "string") return [{ key: "0", role: "", text: value, isCode: false }];
  const list = Array.isArray(value) ? value : isRecord(value) && Array.isArray(value.messages) ? value.messages : null;
  if (list && list.length > 0 && list.every((turn) => isRecord(turn) && typeof turn.role === "string"))
    return list.map((turn: Record<string, unknown>, index) => {
      const content = turn.content ?? turn.parts;
      const text = textOf(content);
      const json = JSON.stringify(content ?? turn, null, 2);
      return { key: `${index}`, role: capitalize(String(turn.role)), text: text ?? json, isCode: text === null };
    });
  const said = isRecord(value) && isMessage(value) ? textOf(value.content ?? value.parts) : null;
  if (said !== null) return [{ key: "0", role: "", text: said, isCode: false }];
  return [{ key: "0", role: "", text: JSON.stringify(value, null, 2), isCode: true }];
}
