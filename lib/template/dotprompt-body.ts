import { type Content, isPlaceholder, type Message, type Placeholder, type Role } from "./content";
import { convertHandlebars } from "./handlebars";
import type { Notes } from "./import-note";
import { plainText } from "./message-text";

type MessageOrPlaceholder = Message | Placeholder;

const markerLine = /^\{\{(?:(role|placeholder) "([^"\n]*)"|history)\}\}$/;
const roles: Record<string, Role> = {
  system: "system",
  user: "user",
  model: "assistant",
  assistant: "assistant",
  developer: "developer",
  tool: "tool",
};

/** Converts a role name of another format to ours. Null: unknown. */
export function roleOf(word: string): Role | null {
  return Object.hasOwn(roles, word) ? (roles[word] ?? null) : null;
}

/** Writes the messages as a Dotprompt body. A text prompt of the user has no marker. */
export function writeBody({ type, messages }: Content): string {
  const [only] = messages;
  if (type === "text" && only && !isPlaceholder(only) && only.role === "user") return `${plainText(only.content)}\n`;
  return messages.map(writeEntry).join("\n");
}

function writeEntry(entry: MessageOrPlaceholder): string {
  if (isPlaceholder(entry))
    return entry.placeholder === "history" ? "{{history}}\n" : `{{placeholder "${entry.placeholder}"}}\n`;
  return `{{role "${entry.role === "assistant" ? "model" : entry.role}"}}\n${plainText(entry.content)}\n`;
}

/** The content of a body. `hasMarkers`: it contains a role or a placeholder, so it is a chat. */
export type Body = { entries: MessageOrPlaceholder[]; hasMarkers: boolean };

type Mark = { from: number; to: number; role?: string; placeholder?: string };

/** Reads a body whose messages are Liquid, exactly as `writeBody` wrote it. */
export function readLiquidBody(body: string, offset: number, notes: Notes): Body {
  const marks = findMarks(body);
  const [first] = marks;
  if (!first) return { entries: [{ role: "user", content: body.replace(/\n$/, "") }], hasMarkers: false };
  if (body.slice(0, first.from).trim() !== "") notes.refuse(offset, "There is text before the first role.");
  const entries = marks.flatMap((mark, index): MessageOrPlaceholder[] => {
    const next = marks[index + 1];
    const text = body.slice(mark.to, next?.from);
    if (mark.placeholder !== undefined) {
      if (text.trim() !== "")
        notes.refuse(offset + mark.to, "There is text after a placeholder for messages. Name its role.");
      return [{ placeholder: mark.placeholder }];
    }
    const role = roleOf(mark.role ?? "");
    if (!role) notes.refuse(offset + mark.from, `The role "${mark.role}" is not supported here.`);
    // A text ends with its own line break and the blank line before the next role.
    return role ? [{ role, content: text.replace(next ? /\n{1,2}$/ : /\n$/, "") }] : [];
  });
  return { entries, hasMarkers: true };
}

function findMarks(body: string): Mark[] {
  const marks: Mark[] = [];
  for (let from = 0; from < body.length; ) {
    const end = body.indexOf("\n", from);
    const to = end === -1 ? body.length : end + 1;
    const line = body.slice(from, end === -1 ? body.length : end);
    const match = line.startsWith("{{") ? markerLine.exec(line) : null;
    if (match?.[1] === "role") marks.push({ from, to, role: match[2] ?? "" });
    else if (match) marks.push({ from, to, placeholder: match[2] ?? "history" });
    from = to;
  }
  return marks;
}

/** Reads a Handlebars body, as other tools write it. Notes everything that Liquid cannot express. */
export function readHandlebarsBody(text: string, offset: number, notes: Notes, booleans: ReadonlySet<string>): Body {
  const pieces = convertHandlebars(text, offset, notes, { hasRoles: true, booleans });
  const entries: MessageOrPlaceholder[] = [];
  const hasMarkers = pieces.length > 1;
  for (const piece of pieces) {
    if ("placeholder" in piece) {
      if (entries.some((entry) => isPlaceholder(entry) && entry.placeholder === piece.placeholder))
        notes.refuse(piece.offset, `{{${piece.placeholder}}} stands here twice.`);
      entries.push({ placeholder: piece.placeholder });
      continue;
    }
    const content = piece.text.trim();
    if (content === "" && (piece.role === null || piece.role === "model") && hasMarkers) continue;
    const role = roleOf(piece.role ?? "user");
    if (role) entries.push({ role, content });
    else notes.refuse(piece.offset, `The role "${piece.role}" is not supported here.`);
  }
  return { entries, hasMarkers };
}
