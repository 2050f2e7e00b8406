import { z } from "zod";
import { comparePairBody, scorersBody, tryBody } from "@/lib/evaluation/scorers/command-schema";
import { comparePair } from "@/lib/evaluation/scorers/commands/compare-pair";
import { saveScorers } from "@/lib/evaluation/scorers/commands/save-scorers";
import { tryScorers } from "@/lib/evaluation/scorers/commands/try-scorers";
import { getScorers, judgeModelView, scorersView } from "@/lib/evaluation/scorers/queries";
import { invalidCodes } from "@/lib/evaluation/scorers/types";
import { dimensions } from "@/lib/registry/gate/dimensions";
import { endpointsOf } from "../endpoint";
import { idPath } from "./fields";

const endpoint = endpointsOf("Suites");
const cost = z.number().min(0).nullable().meta({ description: "The cost in US dollars; null if not known." });

const head = {
  scorer: z.string().meta({ description: "The id of the scorer, or check-1, check-2 … for the checks of the case." }),
  version: z.int().min(1),
  dimension: z.enum(dimensions),
  explanation: z.string(),
  costUsd: cost,
};
const score = z.discriminatedUnion("state", [
  z.strictObject({ ...head, state: z.literal("scored"), value: z.number().min(0).max(1), passed: z.boolean() }),
  z.strictObject({
    ...head,
    state: z.literal("invalid"),
    raw: z.string(),
    code: z.enum(invalidCodes),
  }),
  z.strictObject({ ...head, state: z.literal("skipped") }),
]);

export const suiteScorerEndpoints = [
  endpoint({
    id: "getScorers",
    method: "get",
    path: "/suites/{id}/scorers",
    summary: "Get the scorers of a suite",
    permission: "prompt:read",
    params: idPath,
    answer: { status: 200, description: "The scorers.", schema: scorersView },
    run: ({ actor, params: { id } }) => getScorers(actor, id),
  }),
  endpoint({
    id: "saveScorers",
    method: "put",
    path: "/suites/{id}/scorers",
    summary: "Replace the scorers of a suite",
    description:
      "Send the whole list, in order. A scorer whose measurement changes gets a new version. `docs/scorers.md` describes each type.",
    permission: "suite:write",
    params: idPath,
    body: scorersBody,
    answer: { status: 200, description: "The stored scorers.", schema: scorersView },
    errors: ["invalid_state", "revision_conflict", "schema_too_slow"],
    run: ({ actor, params: { id }, body }) => saveScorers(actor, { id, ...body }),
  }),
  endpoint({
    id: "tryScorers",
    method: "post",
    path: "/suites/{id}/scorers/try",
    summary: "Try scorers on one answer",
    description:
      "Scores one answer to one case with the rule-based scorers and with the judges in `judges`. Nothing is stored.",
    permission: "evaluation:run",
    params: idPath,
    body: tryBody,
    answer: {
      status: 200,
      description: "One score for each scorer.",
      schema: z.strictObject({ scores: z.array(score) }),
    },
    errors: ["schema_too_slow"],
    run: ({ actor, params: { id }, body }) => tryScorers(actor, { id, ...body }),
  }),
  endpoint({
    id: "comparePair",
    method: "post",
    path: "/suites/{id}/compare",
    summary: "Ask a judge which of two answers is better",
    description:
      "The judge is asked twice, with the answers in both orders. Its choice counts only if it is the same both times.",
    permission: "evaluation:run",
    params: idPath,
    body: comparePairBody,
    answer: {
      status: 200,
      description: "The better answer; null if the judge gave no usable verdict.",
      schema: z.strictObject({
        winner: z.enum(["a", "b", "tie"]).nullable(),
        explanation: z.string(),
        costUsd: cost,
        judge: judgeModelView,
      }),
    },
    errors: ["rate_limited"],
    run: ({ actor, params: { id }, body }) => comparePair(actor, { id, ...body }),
  }),
];
