import { isReservedVariableName } from "./variables";
import type { Work } from "./work";

/** The state of one rendering: values by the index of their declaration; texts and work are created on demand. */
export type Frame = {
  names: readonly string[];
  values: readonly unknown[];
  texts: (string | undefined)[];
  /** The maximum steps of all messages together. Default: `workLimits`. */
  maxSteps?: number | undefined;
  work?: Work;
};

/** A compiled template. Returns its text for the values. May throw Liquid's errors and `TooMuchWork`. */
export type CompiledTemplate = (frame: Frame) => string;

const plainOutput = /\{\{[ \t\r\n]*([A-Za-z_][A-Za-z0-9_]*)[ \t\r\n]*\}\}/y;

/** Compiles text that contains only `{{ name }}` of declared variables. Null if Liquid is needed. */
export function compilePlain(text: string, names: readonly string[]): CompiledTemplate | null {
  if (text.includes("{%")) return null;
  const literals: string[] = [];
  const slots: number[] = [];
  let from = 0;
  for (let open = text.indexOf("{{"); open !== -1; open = text.indexOf("{{", from)) {
    plainOutput.lastIndex = open;
    const name = plainOutput.exec(text)?.[1];
    const slot = name === undefined || isReservedVariableName(name) ? -1 : names.indexOf(name);
    if (slot === -1) return null;
    literals.push(text.slice(from, open));
    slots.push(slot);
    from = plainOutput.lastIndex;
  }
  const last = text.slice(from);
  return ({ values, texts }) => {
    let result = "";
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index] as number;
      texts[slot] ??= valueText(values[slot]);
      result += (literals[index] as string) + texts[slot];
    }
    return result + last;
  };
}

/** Formats a value for a prompt: texts unchanged, lists and objects as JSON, nothing for null. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
