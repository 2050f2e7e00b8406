import type { KeyActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { promptNameFault, suggestPromptName } from "@/lib/registry/prompt-name";
import { type Resolved, type ResolveInput, resolvePrompt } from "@/lib/runtime/resolve";
import { type Content, isPlaceholder, type Message, type Placeholder } from "@/lib/template/content";
import { plainText } from "@/lib/template/message-text";
import { readPlainTemplate } from "@/lib/template/plain-template";
import { resolveHeaders } from "../v1/resolve-headers";

/** A prompt as resolve serves it, parsed again to convert it to another tool's format. */
export type Served = Omit<Content, "messages" | "examples" | "snippets"> & {
  messages: (Message | Placeholder)[];
  name: string;
  version: number;
  versionId: string;
  environment: string;
  assignment: Resolved["facts"]["assignment"];
};

/** The name under which a prompt of another tool was imported. */
export const nameHere = (name: string) => (promptNameFault(name) === null ? name : (suggestPromptName(name) ?? name));

/** The environment that a label names. Without a label: the key's only environment, else production. */
export function environmentOf({ environments }: KeyActor, label: string | undefined): string | undefined {
  return label ?? (environments !== "all" && environments.length === 1 ? undefined : "production");
}

/**
 * Resolves a prompt for another tool's client. Returns it with the headers to send. Throws the errors of
 * `resolvePrompt`.
 */
export async function resolveFor(actor: KeyActor, input: ResolveInput) {
  const resolved = await resolvePrompt(actor, input);
  const headers = resolveHeaders({ ...resolved, etag: null });
  return { served: JSON.parse(resolved.body.toString()) as Served, headers };
}

/** The error 422 `not_convertible` for templates that another tool's client cannot fill. */
function notFillable(pointer: string, what: string, tool: string): AppError {
  const message = `${tool}'s client cannot fill ${what}. Use POST /api/v1/prompts/resolve for this prompt, or leave it out.`;
  return new AppError("not_convertible", message, { errors: [{ pointer, code: "not_convertible", message }] });
}

/** How another tool writes a value into a text. */
export type Notation = { tool: string; value: (path: string) => string; reserved: RegExp };

/**
 * Converts a message's text to another template language. Throws `not_convertible` for features that only Liquid has.
 * Pure.
 */
function translateText(message: Message, pointer: string, { tool, value, reserved }: Notation): string {
  const { content, tool_calls = [] } = message;
  if (tool_calls.length > 0) throw notFillable(pointer, "calls of tools", tool);
  if (typeof content !== "string" && content.some(({ type }) => type !== "text"))
    throw notFillable(pointer, "images and files", tool);
  const pieces = readPlainTemplate(plainText(content));
  if (!Array.isArray(pieces)) throw notFillable(pointer, pieces.beyond.slice(0, 80), tool);
  return pieces
    .map((piece) => {
      if ("path" in piece) return value(piece.path);
      if (reserved.test(piece.literal))
        throw notFillable(pointer, `the text ${reserved.exec(piece.literal)?.[0]}`, tool);
      return piece.literal;
    })
    .join("");
}

/** Converts the texts of messages. Placeholders are not changed. Throws `not_convertible`. Pure. */
export function translateMessages<M, P>(
  { messages, variables = [] }: Pick<Served, "messages" | "variables">,
  notation: Notation,
  write: { message: (message: Message, text: string) => M; placeholder: (placeholder: Placeholder) => P },
): (M | P)[] {
  const known = variables.find((variable) => variable.default !== undefined && variable.default !== null);
  if (known) throw notFillable(`/variables/${known.name}`, `the default of "${known.name}"`, notation.tool);
  return messages.map((entry, index) =>
    isPlaceholder(entry)
      ? write.placeholder(entry)
      : write.message(entry, translateText(entry, `/messages/${index}/content`, notation)),
  );
}
