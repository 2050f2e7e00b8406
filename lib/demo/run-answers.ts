import { scorersInput } from "@/lib/evaluation/scorers/schema";
import type { Score } from "@/lib/evaluation/scorers/types";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import { replyAnswers } from "./reply-answers";
import { triageCases } from "./triage-cases";
import type { WrittenAnswer, WrittenCase } from "./write-run";

const queues = ["delivery", "payment", "returns", "product", "other"];

const head = (id: string, name: string, type: string, dimension: Dimension, threshold = 1) => ({
  id,
  name,
  type,
  dimension,
  threshold,
  version: 1,
});
const safe = { ...head("pii", "Personal data", "pii", "safety"), kinds: ["email", "phone", "credit_card", "iban"] };
const agrees = head("agreement", "Agreement", "agreement", "consistency", 0.7);
const triageSchema = {
  type: "object",
  required: ["queue", "urgency"],
  properties: { queue: { enum: queues }, urgency: { type: "integer", minimum: 1, maximum: 3 } },
};
export const triageScorers = scorersInput.parse([
  { ...head("same-json", "Same queue and urgency", "json_equality", "accuracy"), ignorePaths: [], tolerance: 0 },
  { ...head("schema", "JSON Schema", "json_schema", "format"), schema: triageSchema, isFenceAllowed: false },
  { ...safe, isInputAllowed: true },
  { ...agrees, mode: "exact" },
]);
export const replyScorers = scorersInput.parse([
  {
    ...head("judge-answer", "Judge: answers the question", "judge", "accuracy", 0.7),
    criteria: ["Answers what was asked", "Says where the parcel is before asking anything", "Promises no refund"],
    instructions: "",
    scale: "1-5",
    showExpected: true,
  },
  { ...head("short", "At most 120 words", "length", "format"), unit: "words", max: 120 },
  { ...safe, isInputAllowed: true },
]);
/** The scorers as runs store them, with the judge that was connected at that time. */
export const namedReplyScorers = replyScorers.map((one) =>
  one.type === "judge" ? { ...one, model: { provider: "google", name: "gemini-2.5-flash" } } : one,
);

const say = (
  of: { id: string; version: number; dimension: Dimension },
  passed: boolean,
  explanation: string,
): Score => ({
  scorer: of.id,
  version: of.version,
  dimension: of.dimension,
  explanation,
  costUsd: 0,
  state: "scored",
  value: passed ? 1 : 0,
  passed,
});

function misfit(output: string): string | null {
  let value: { queue?: string; urgency?: unknown } | unknown[];
  try {
    value = JSON.parse(output);
  } catch {
    return "The answer is not JSON.";
  }
  if (Array.isArray(value)) return "The answer must be an object. Got a list.";
  if (!queues.includes(value.queue ?? "")) return `/queue must be one of ${queues.join(", ")}. Got “${value.queue}”.`;
  return Number.isInteger(value.urgency) ? null : `/urgency must be a whole number. Got “${value.urgency}”.`;
}

function triageAnswer(output: string, expected: string): WrittenAnswer {
  const [same, schema, pii] = triageScorers as unknown as [typeof safe, typeof safe, typeof safe];
  const fault = misfit(output);
  const isSame = fault === null && output === expected;
  const wrong = fault
    ? "There is nothing to compare: the answer is not what the schema asks."
    : `Expected ${expected}.`;
  return {
    output,
    latencyMs: 420 + (output.length % 7) * 60,
    costUsd: 0.00031,
    scores: [
      say(same, isSame, isSame ? "Equal to the expected JSON." : wrong),
      say(schema, fault === null, fault ?? "Fits the schema."),
      say(pii, true, "No e-mail address, phone, card or bank number."),
    ],
  };
}

/** Returns how far three answers agree: the share of the most frequent one. */
const agreement = (outputs: readonly string[]) =>
  Math.max(...outputs.map((one) => outputs.filter((other) => other === one).length)) / outputs.length;

type CaseKeys = { id: string; caseKey: string }[];

export function triageRun(rows: CaseKeys, outputsByCase: Record<number, string[]>): WrittenCase[] {
  return rows.map(({ id, caseKey }, index) => {
    const [, , queue, urgency] = triageCases[index] ?? ["", "", "other", 1];
    const right = JSON.stringify({ queue, urgency });
    const outputs = [0, 1, 2].map((repeat) => outputsByCase[index]?.[repeat] ?? outputsByCase[index]?.[0] ?? right);
    return {
      id,
      caseKey,
      answers: outputs.map((output) => triageAnswer(output, right)),
      consistency: agreement(outputs),
    };
  });
}

export type Side = "v4" | "v5";

export function replyAnswer(message: string, side: Side): WrittenAnswer | null {
  const written = replyAnswers.find(([words]) => message.includes(words))?.[1];
  if (!written) return null;
  const [judge, short, pii] = replyScorers as unknown as [typeof safe, typeof safe, typeof safe];
  const output = written[side] ?? written.v5;
  const judgement = side === "v4" ? written.judge4 : written.judge5;
  const base = { scorer: judge.id, version: 1, dimension: judge.dimension, costUsd: 0.0009 };
  const words = output.split(/\s+/).length;
  const judged: Score = Array.isArray(judgement)
    ? { ...base, state: "scored", value: judgement[0], passed: judgement[0] >= 0.7, explanation: judgement[1] }
    : {
        ...base,
        state: "invalid",
        code: "judge_invalid_output",
        raw: "I would rate this answer rather highly.",
        explanation: "The judge answered without a score, twice.",
      };
  return {
    output,
    latencyMs: 900 + (output.length % 9) * 70,
    costUsd: 0.0011,
    scores: [
      judged,
      say(short, words <= 120, `${words} words; at most 120.`),
      say(pii, true, "No e-mail address, phone, card or bank number."),
    ],
  };
}
