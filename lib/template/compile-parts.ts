import type { Part, TextPart } from "./content";
import { fillMedia, type MediaValue } from "./media";
import type { CompiledTemplate, Frame } from "./plain";

/** Returns the parts of one message for the values. Calls `text` to render each template in it. */
export type CompiledParts = (frame: Frame, text: FillText) => Part[];
type FillText = (template: CompiledTemplate, pointer: string) => string;
type Compile = (text: string, names: readonly string[], pointer: string) => CompiledTemplate;
type PartStep = (frame: Frame, text: FillText) => Part | null;

/**
 * Compiles the parts of a message. A part whose variable has no value is omitted: the variable is optional, or an error
 * was thrown before.
 */
export function compileParts(
  parts: readonly Part[],
  pointer: string,
  names: readonly string[],
  compile: Compile,
): CompiledParts {
  const steps = parts.map((part, index) => compilePart(part, `${pointer}/${index}`, names, compile));
  return (frame, text) => steps.map((step) => step(frame, text)).filter((part) => part !== null);
}

function compilePart(part: Part, pointer: string, names: readonly string[], compile: Compile): PartStep {
  if (part.type === "text") {
    const at = `${pointer}/text`;
    const template = compile(part.text, names, at);
    return (_, text): TextPart => ({ ...part, text: text(template, at) });
  }
  if (part.variable !== undefined) {
    const slot = names.indexOf(part.variable);
    return ({ values }) => {
      const value = values[slot] ?? null;
      return value === null ? null : fillMedia(part, value as MediaValue);
    };
  }
  if (part.url === undefined) return () => part;
  const at = `${pointer}/url`;
  const template = compile(part.url, names, at);
  return (_, text) => ({ ...part, url: text(template, at) });
}
