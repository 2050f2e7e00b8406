import type { Template } from "liquidjs";
import { engine, renderParsed, valueText } from "./engine";
import { findReferences } from "./references";
import { isReservedVariableName } from "./variables";
import { Work } from "./work";

/** One filling of a content: values by the index of their declaration, texts and work as they are needed. */
export type Frame = {
  names: readonly string[];
  values: readonly unknown[];
  texts: (string | undefined)[];
  work?: Work;
};

/** A template made ready: gives its text for the values. May throw Liquid's errors and `TooMuchWork`. */
export type CompiledTemplate = (frame: Frame) => string;

const plainOutput = /\{\{[ \t\r\n]*([A-Za-z_][A-Za-z0-9_]*)[ \t\r\n]*\}\}/y;

/** Compiles a template for variables declared in this order: text with plain outputs is joined without Liquid. */
export function compileTemplate(text: string, names: readonly string[], pointer: string): CompiledTemplate {
  return compilePlain(text, names) ?? compileLiquid(text, pointer);
}

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

type Parsed = { templates: Template[]; locals: Set<string>; longestTag: number };

/** The same by Liquid, for every template; parsed at its first use. `pointer` names it where it takes too much work. */
export function compileLiquid(text: string, pointer = ""): CompiledTemplate {
  let parsed: Parsed | undefined;
  return (frame) => {
    parsed ??= parse(text);
    const { names, values } = frame;
    const scope: Record<string, unknown> = Object.create(null);
    // A name assigned in a branch that was not taken is empty, not unknown.
    for (const name of parsed.locals) scope[name] = null;
    for (const [index, name] of names.entries()) scope[name] = values[index];
    frame.work ??= new Work();
    frame.work.begin(pointer, parsed.longestTag);
    return renderParsed(parsed.templates, scope, frame.work);
  };
}

const anyTag = /\{[{%][\s\S]*?[%}]\}/g;

function parse(text: string): Parsed {
  const templates = engine.parse(text);
  let longestTag = 0;
  for (const [tag] of text.matchAll(anyTag)) longestTag = Math.max(longestTag, tag.length);
  return { templates, locals: findReferences(templates).locals, longestTag };
}
