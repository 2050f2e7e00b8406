import { z } from "zod";
import { caseChanges } from "@/lib/evaluation/comparison/changes";
import { dimensions } from "@/lib/registry/gate/dimensions";
import { caseView } from "./suites-schema";

// What the API answers about the cases of an evaluation, beside those of the one it is compared with.
const share = z.number().min(0).max(1).nullable();
const count = z.int().min(0);
const measure = z.number().nullable();
const eachDimension = <S extends z.ZodType>(of: S) =>
  z.strictObject(Object.fromEntries(dimensions.map((one) => [one, of])) as Record<(typeof dimensions)[number], S>);

const caseResult = z
  .strictObject({
    scores: eachDimension(share).meta({ description: "The share of its answers that pass; null: not measured." }),
    passed: eachDimension(z.boolean().nullable()).meta({ description: "Whether most of them pass." }),
    answers: count,
    failed: count.meta({ description: "Answers that never came." }),
    invalid: count.meta({ description: "Judgements without a usable answer; never counted as scores." }),
    latencyMs: measure,
    costUsd: measure,
  })
  .meta({ id: "CaseResult" });

const change = z
  .enum(["broken", "fixed", "same", "new", "gone"])
  .nullable()
  .meta({ description: "new and gone: measured in one of the two only; null: in neither." });
const head = {
  key: z.string(),
  position: count.meta({ description: "Its place in the set, from 1." }),
  title: z.string(),
  tags: z.array(z.string()),
  verdict: z.enum(["broken", "fixed", "same", "new", "gone"]),
  changes: eachDimension(change),
  isEdited: z.boolean().meta({ description: "It was edited between the two: they were not asked the same." }),
};

const comparedCase = z
  .strictObject({ ...head, result: caseResult, baseline: caseResult.nullable() })
  .meta({ id: "ComparedCase" });

export const comparedCasePage = z.strictObject({
  items: z.array(comparedCase),
  nextCursor: z.string().nullable(),
  counts: z
    .strictObject(Object.fromEntries(caseChanges.map((one) => [one, count])))
    .meta({ description: "How many cases each choice of verdict shows under the other filters." }),
});

const scoreHead = {
  scorer: z.string(),
  version: z.int(),
  dimension: z.enum(dimensions),
  explanation: z.string(),
  costUsd: measure,
};
const score = z
  .discriminatedUnion("state", [
    z.strictObject({ ...scoreHead, state: z.literal("scored"), value: z.number(), passed: z.boolean() }),
    z.strictObject({ ...scoreHead, state: z.literal("invalid"), code: z.string(), raw: z.string() }),
    z.strictObject({ ...scoreHead, state: z.literal("skipped") }),
  ])
  .meta({ id: "Score" });

const answer = z
  .strictObject({
    repeat: z.int().min(1),
    output: z.string().nullable(),
    toolCalls: z.array(z.strictObject({ name: z.string(), input: z.unknown() })),
    error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
    latencyMs: measure,
    ttftMs: measure,
    inputTokens: measure,
    outputTokens: measure,
    costUsd: measure,
    scores: z.array(score),
  })
  .meta({ id: "EvaluationAnswer" });

const side = z
  .strictObject({
    run: z.strictObject({ id: z.string(), version: z.int(), repeats: z.int() }),
    result: caseResult.nullable(),
    answers: z.array(answer),
  })
  .meta({ id: "CaseSide" });

export const comparedCaseDetail = z
  .strictObject({ ...head, case: caseView, now: side, baseline: side.nullable() })
  .meta({ id: "ComparedCaseDetail" });
