import { defineTask } from "@/lib/core/work/task";
import { schemaFault } from "./json-schema";
import type { ScorerConfig } from "./schema";
import { scoreAgreement, scoreAnswer, type ToScore } from "./score-answer";
import type { Score, ScoredAnswer } from "./types";

/** The budget of processor time (ms) for one scorer and one answer. */
export const scorerCpuMs = 1_000;

/** Runs all scorers on one answer. */
export const scoreTask = defineTask({
  name: "score",
  cpuMs: 2 * scorerCpuMs,
  tooSlow: { code: "scorer_too_slow", message: "A scorer takes too much processor time for one answer." },
  work: ({ scorers, input }: { scorers: readonly ScorerConfig[]; input: ToScore }): Score[] =>
    scoreAnswer(scorers, input),
});

/** Runs scorers of agreement on the answers to one case. */
export const agreementTask = defineTask({
  name: "agreement",
  cpuMs: 2 * scorerCpuMs,
  tooSlow: { code: "scorer_too_slow", message: "These answers take too much processor time to compare." },
  work: ({ scorers, answers }: { scorers: readonly ScorerConfig[]; answers: readonly ScoredAnswer[] }): Score[] =>
    scoreAgreement(scorers, answers),
});

/** Validates JSON Schemas. Returns the fault of each, or null. */
export const schemasTask = defineTask({
  name: "schemas",
  cpuMs: 2_000,
  tooSlow: {
    code: "schema_too_slow",
    message: "This JSON Schema takes too much processor time to compile. Make it simpler.",
  },
  work: (schemas: readonly Record<string, unknown>[]): (string | null)[] => schemas.map(schemaFault),
});
