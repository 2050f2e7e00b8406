import { type CaseCheck, caseCheck } from "./check-schema";
import { measureAgreement } from "./measures/agreement";
import type { Finding } from "./measures/finding";
import { measureJsonSchema, measureLength, measureSections } from "./measures/format";
import { measureNumeric } from "./measures/numeric";
import { measureContains, measureNotContains, measureRegex } from "./measures/text";
import { scorerOf } from "./registry";
import type { ScorerConfig } from "./schema";
import type { Score, ScoredAnswer, ScoredCase } from "./types";

/** The answer and its case, and the JSON Schema that the version requires of its answers. */
export type ToScore = {
  answer: ScoredAnswer;
  testCase: ScoredCase;
  responseSchema?: Record<string, unknown> | undefined;
};

/** The text that scorers read: the text of the answer, or else its tool calls as JSON. */
function textOf({ output, toolCalls }: ScoredAnswer): string {
  if (output.trim() !== "" || toolCalls.length === 0) return output;
  try {
    return JSON.stringify(toolCalls.length === 1 ? toolCalls[0] : toolCalls);
  } catch {
    return "";
  }
}

const isQuick = (type: string) => type === "not_contains" || (scorerOf(type)?.isQuick ?? false);
const measuresNothing = (type: string) => type === "rubric" || scorerOf(type)?.measure === null;
const quickLength = 100_000;

/** Whether this answer can be scored in the request process, because the measures take only microseconds. */
export function isQuickToScore(measures: readonly { type: string }[], answer: ScoredAnswer): boolean {
  const own = measures.filter(({ type }) => !measuresNothing(type));
  return own.every(({ type }) => isQuick(type)) && (own.length === 0 || textOf(answer).length <= quickLength);
}

type Head = Pick<Score, "scorer" | "version" | "dimension"> & { threshold: number };

/** Converts a finding to a score. An error counts as not passed. Never throws. */
function toScore({ threshold, ...head }: Head, measure: () => Finding): Score {
  const base = { ...head, costUsd: 0 };
  const failed = (explanation: string): Score => ({ ...base, state: "scored", value: 0, passed: false, explanation });
  try {
    const finding = measure();
    if ("skipped" in finding) return { ...base, state: "skipped", explanation: finding.skipped };
    const value = Number.isFinite(finding.value) ? Math.min(1, Math.max(0, finding.value)) : 0;
    // The tolerance for rounding errors: seven of ten must reach a threshold of 0.7.
    return { ...base, state: "scored", value, passed: value >= threshold - 1e-9, explanation: finding.explanation };
  } catch {
    return failed("It could not be checked, so it does not pass.");
  }
}

/** Runs one scorer. Null for judges and agreement, which need more than the text of one answer. */
const measure = (config: ScorerConfig, { testCase, responseSchema }: ToScore, text: string): Finding | null =>
  scorerOf(config.type)?.measure?.(config as never, { text, testCase, responseSchema }) ?? null;

/** Runs one check. Null: a judge answers it. */
function measureCheck(check: CaseCheck, text: string): Finding | null {
  switch (check.type) {
    case "contains":
      return measureContains(check, text);
    case "not_contains":
      return measureNotContains(check, text);
    case "regex":
      return measureRegex(check, text);
    case "numeric":
      return measureNumeric(check, text, check.value);
    case "json_schema":
      return measureJsonSchema(check.schema, check.isFenceAllowed, text);
    case "required_sections":
      return measureSections(check, text);
    case "length":
      return measureLength(check, text);
    case "rubric":
      return null;
  }
}

const nothing: Finding = { skipped: "" };

function scoreCheck(stored: ScoredCase["checks"][number], index: number, text: string): Score | null {
  const scorer = `check-${index + 1}`;
  const read = caseCheck.safeParse(stored);
  if (!read.success) {
    const head = { scorer, version: 1, dimension: "accuracy", costUsd: 0 } as const;
    return { ...head, state: "skipped", explanation: "This check of the case cannot be read. Edit it." };
  }
  const check = read.data;
  if (check.type === "rubric") return null;
  const { dimension } = check;
  const head = { scorer, version: 1, dimension, threshold: 1 };
  return toScore(head, () => measureCheck(check, text) ?? nothing);
}

/**
 * Scores one answer with the scorers and the case's own checks, except judges (lib/evaluation/scorers/judge.ts) and
 * agreement. Returns one score each, with a sentence. Never throws. Pure. The time depends on user input, so call it
 * through `score.ts`, which sets a budget.
 */
export function scoreAnswer(scorers: readonly ScorerConfig[], input: ToScore): Score[] {
  const text = textOf(input.answer);
  const own = scorers
    .filter(({ type }) => !measuresNothing(type))
    .map((config) => {
      const { id: scorer, version, dimension, threshold } = config;
      const head = { scorer, version, dimension, threshold };
      return toScore(head, () => measure(config, input, text) ?? nothing);
    });
  const checks = input.testCase.checks.flatMap((check, index) => scoreCheck(check, index, text) ?? []);
  return [...own, ...checks];
}

/** Scores the agreement between the answers to one case, with every scorer of agreement. Never throws. Pure. */
export function scoreAgreement(scorers: readonly ScorerConfig[], answers: readonly ScoredAnswer[]): Score[] {
  const texts = answers.map(textOf);
  return scorers.flatMap((config) => {
    if (config.type !== "agreement") return [];
    const { id: scorer, version, dimension, threshold, mode } = config;
    return [toScore({ scorer, version, dimension, threshold }, () => measureAgreement(mode, texts))];
  });
}
