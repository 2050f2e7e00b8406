import type { DraftAnalysis, TextFault } from "./analysis";
import { type Draft, examplePlace, roleNames } from "./draft";

type DraftFaults = Pick<DraftAnalysis, "faults" | "fieldProblems">;

/** Returns the number of faults that must be fixed before saving. */
export function countFaults({ faults, fieldProblems }: DraftFaults): number {
  return faults.length + fieldProblems.length;
}

/**
 * Describes the first fault: "Fix line 14 first, then you can save." With several messages it names the message. Null
 * without faults.
 */
export function firstFault({ faults, fieldProblems }: DraftFaults, draft: Draft): string | null {
  const [fault] = faults;
  const [field] = fieldProblems;
  if (fault) return `Fix line ${fault.line}${placeWords(fault, draft)} first, then you can save.`;
  if (field) return `Fix ${fieldWords(field.field)} first, then you can save.`;
  return null;
}

/** Describes a fault for the summary: "Line 14 uses policy_url, which is not declared." */
export function faultWords(fault: TextFault, draft: Draft): string {
  const line = `Line ${fault.line}${placeWords(fault, draft)}`;
  return fault.unknown ? `${line} uses ${fault.unknown.name}, which is not declared.` : `${line}: ${fault.message}`;
}

function placeWords({ place }: TextFault, draft: Draft): string {
  const [id] = place.split(":");
  const example = draft.examples.findIndex((one) => one.id === id);
  if (example !== -1) return ` of example ${example + 1}`;
  const messages = draft.entries.filter((entry) => entry.kind === "message");
  const entry = messages.find((one) => one.id === id);
  if (!entry || messages.length === 1) return "";
  const same = messages.filter(({ role }) => role === entry.role);
  const number = same.length > 1 ? ` ${same.indexOf(entry) + 1}` : "";
  return ` of ${roleNames[entry.role]}${number}`;
}

function fieldWords(field: string): string {
  const [part, name, what] = field.split("/");
  if (part === "variables") return `the ${what} of ${name}`;
  const words: Record<string, string> = {
    "model/provider": "the model's provider",
    "model/name": "the model's name",
    "model/temperature": "the temperature",
    "model/maxTokens": "the max tokens",
    "model/other": "the other parameters",
    responseSchema: "the response schema",
    tools: "the tools",
  };
  return words[field] ?? field;
}

/** A fault of a field, as the server reports it. */
type ServerFault = { pointer: string; message: string; code?: string; line?: number; column?: number };

/** Converts a template fault from the server to its place in the draft. Empty if the draft has no such place. */
export function toFault({ pointer, message, line = 1, column = 1 }: ServerFault, draft: Draft): TextFault[] {
  const [list, index, side] = pointer
    .replace(/^\/content(?=\/)/, "")
    .split("/")
    .slice(1);
  const entry = list === "messages" ? draft.entries[Number(index)] : undefined;
  const example = list === "examples" ? draft.examples[Number(index)] : undefined;
  if (entry) return [{ place: entry.id, line, column, message }];
  if (example)
    return [{ place: examplePlace(example.id, side === "output" ? "output" : "input"), line, column, message }];
  return [];
}
