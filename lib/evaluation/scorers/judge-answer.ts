import { scaleBounds } from "./judge-prompt";
import type { JudgeScale } from "./judge-scales";
import { clip } from "./wording";

/** A valid verdict, mapped to 0 to 1, or the reason why it is invalid. */
export type ReadJudgement = { ok: true; value: number; score: number; rationale: string } | InvalidJudgement;
export type ReadPair = { ok: true; better: "first" | "second" | "tie"; rationale: string } | InvalidJudgement;
type InvalidJudgement = { ok: false; why: string };

const refuse = (why: string): InvalidJudgement => ({ ok: false, why });
const flat = (text: string) => text.replaceAll(/\s+/g, " ").trim();
const maxJudgementLength = 50_000;

/** Parses a verdict: the text must be one JSON object with these fields only. Does not search for JSON in prose. */
function readObject(
  text: string,
  known: readonly string[],
  answers: readonly string[],
): { ok: true; fields: Record<string, unknown> } | InvalidJudgement {
  const plain = text.trim();
  if (plain === "") return refuse("it returned nothing");
  if (plain.length > maxJudgementLength) return refuse("it said far more than a verdict");
  let value: unknown;
  try {
    value = JSON.parse(plain);
  } catch {
    return refuse("it did not answer with one JSON object and nothing else");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse("it did not answer with an object");
  const fields = value as Record<string, unknown>;
  const odd = Object.keys(fields).find((key) => !known.includes(key));
  if (odd !== undefined) return refuse(`it added the field ${clip(odd, 30)}`);
  if (typeof fields.rationale !== "string" || fields.rationale.trim() === "") return refuse("it gave no reason");
  // Prompt injection: the judge copied a verdict that the answer contains.
  if (answers.some((answer) => flat(answer).includes(flat(plain))))
    return refuse("it copied a verdict that stands in the answer");
  return { ok: true, fields };
}

/** Reads a verdict strictly: JSON, a finite number on the scale, a reason. Never throws. Pure. */
export function readJudgement(text: string, scale: JudgeScale, answer: string): ReadJudgement {
  const read = readObject(text, ["score", "passed", "rationale"], [answer]);
  if (!read.ok) return read;
  const { score, passed, rationale } = read.fields;
  if (typeof score !== "number" || !Number.isFinite(score)) return refuse("its score is not a number");
  if (passed !== undefined && typeof passed !== "boolean") return refuse("its “passed” is neither true nor false");
  const [low, high] = scaleBounds[scale];
  if (score < low || score > high) return refuse(`its score is not from ${low} to ${high}`);
  if (scale !== "0-1" && !Number.isInteger(score)) return refuse("its score is not a whole number");
  return { ok: true, score, value: (score - low) / (high - low), rationale: String(rationale) };
}

/** Reads which of two answers is better, with the same strictness. Never throws. Pure. */
export function readPair(text: string, answers: readonly string[]): ReadPair {
  const read = readObject(text, ["better", "rationale"], answers);
  if (!read.ok) return read;
  const { better, rationale } = read.fields;
  if (better !== "first" && better !== "second" && better !== "tie")
    return refuse("it did not say which one is better");
  return { ok: true, better, rationale: String(rationale) };
}
