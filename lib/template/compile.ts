import type { Template } from "liquidjs";
import { engine, renderParsed } from "./engine";
import { type CompiledTemplate, compilePlain } from "./plain";
import { findReferences } from "./references";
import { Work } from "./work";

/** Compiles a template for variables declared in this order. Joins plain outputs without Liquid if possible. */
export function compileTemplate(text: string, names: readonly string[], pointer: string): CompiledTemplate {
  return compilePlain(text, names) ?? compileLiquid(text, pointer);
}

type Parsed = { templates: Template[]; locals: Set<string>; longestTag: number };

/** Compiles any template with Liquid. Parses it at its first use. `pointer` names the template in limit errors. */
export function compileLiquid(text: string, pointer = ""): CompiledTemplate {
  let parsed: Parsed | undefined;
  return (frame) => {
    parsed ??= parse(text);
    const { names, values } = frame;
    const scope: Record<string, unknown> = Object.create(null);
    // A name assigned in a branch that was not executed is empty, not unknown.
    for (const name of parsed.locals) scope[name] = null;
    for (const [index, name] of names.entries()) scope[name] = values[index];
    frame.work ??= new Work(frame.maxSteps);
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
