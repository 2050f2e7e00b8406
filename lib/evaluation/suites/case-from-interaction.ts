import { isRecord } from "@/lib/core/records";
import { type FilledValues, placeholderMessages } from "../values";

type Variable = { name: string; required?: boolean | undefined };
type ChatTurn = { role: string; content: string };

/** The variables and placeholders of a version. */
export type DeclaredValues = { variables: readonly Variable[]; placeholders: readonly string[] };

/** The values for a case. Null: the input of the interaction does not contain the values of the prompt. */

const isTurn = (value: unknown): value is ChatTurn =>
  isRecord(value) && typeof value.role === "string" && typeof value.content === "string";

/** Returns values by name if all keys are variables and all required ones are present. */
function byName(input: Record<string, unknown>, { variables }: DeclaredValues): Record<string, unknown> | null {
  const known = variables.filter(({ name }) => Object.hasOwn(input, name));
  const isWhole = variables.every(({ name, required }) => !required || Object.hasOwn(input, name));
  if (!isWhole || known.length === 0) return null;
  return Object.fromEntries(known.map(({ name }) => [name, input[name]]));
}

/** Returns the only variable that an unnamed text can belong to. */
function onlyVariable({ variables }: DeclaredValues): string | null {
  const required = variables.filter((variable) => variable.required);
  const [one, more] = required.length > 0 ? required : variables;
  return one && !more ? one.name : null;
}

function fromTurns(turns: readonly ChatTurn[], declared: DeclaredValues): FilledValues | null {
  const last = turns.findLastIndex(({ role }) => role === "user");
  const name = onlyVariable(declared);
  const [placeholder, another] = declared.placeholders;
  const text = turns[last]?.content;
  if (name === null || text === undefined) return null;
  const earlier = turns.slice(0, last).filter(({ role }) => role !== "system" && role !== "developer");
  const placeholders = placeholder && !another ? placeholderMessages.safeParse({ [placeholder]: earlier }) : null;
  return { variables: { [name]: text }, placeholders: placeholders?.success ? placeholders.data : {} };
}

/**
 * Returns the values that filled the prompt, from the input that an application sent: by name, under `variables`, as a
 * conversation, or as the text of the only variable. Pure.
 */
export function valuesFromInput(input: unknown, declared: DeclaredValues): FilledValues | null {
  if (typeof input === "string") {
    const name = onlyVariable(declared);
    return name === null ? null : { variables: { [name]: input }, placeholders: {} };
  }
  if (Array.isArray(input)) return input.every(isTurn) ? fromTurns(input, declared) : null;
  if (!isRecord(input)) return null;
  const named = byName(isRecord(input.variables) ? input.variables : input, declared);
  if (named) {
    const parsed = isRecord(input.placeholders) ? placeholderMessages.safeParse(input.placeholders) : null;
    return { variables: named, placeholders: parsed?.success ? parsed.data : {} };
  }
  return Array.isArray(input.messages) && input.messages.every(isTurn) ? fromTurns(input.messages, declared) : null;
}
