import { isReservedVariableName } from "./variables";
import type { Work } from "./work";

/** One filling of a content: values by the index of their declaration, texts and work as they are needed. */
export type Frame = {
  names: readonly string[];
  values: readonly unknown[];
  texts: (string | undefined)[];
  /** Steps of work that all messages may take together; `workLimits` without one. */
  maxSteps?: number | undefined;
  work?: Work;
};

/** A template made ready: gives its text for the values. May throw Liquid's errors and `TooMuchWork`. */
export type CompiledTemplate = (frame: Frame) => string;

const plainOutput = /\{\{[ \t\r\n]*([A-Za-z_][A-Za-z0-9_]*)[ \t\r\n]*\}\}/y;

/** Text with nothing but `{{ name }}` of declared variables; null when Liquid is needed. */
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

/** How a value is written into a prompt: texts as they are, lists and objects as JSON, nothing for null. */
export function valueText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
