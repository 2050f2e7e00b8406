import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import type { Content, Model, ModelRef } from "@/lib/template/content";
import { aboutTokens } from "@/lib/template/token-estimate";
import { type CallTerms, priceOfCall, whyUnpriced } from "../../models/call-terms";
import { listCallTerms } from "../../models/queries";
import { offlineModel } from "../../models/types";
import { judgesOf } from "../../scorers/case-judges";
import { judgeWarning } from "../../scorers/judge-choice";
import type { JudgeConfig, ScorerConfig } from "../../scorers/schema";
import type { ScoredCase } from "../../scorers/types";
import type { PlaceholderValues } from "../../values";
import { fill, inputTokensOf } from "../engine/fill";
import { estimatePlan, likelyOutputTokens } from "../estimate";

/** The estimate of a run before it is created. */
export type RunEstimate = {
  cases: number;
  answers: number;
  judgements: number;
  /** US dollars. Null: a price is unknown. */
  costUsd: number | null;
  seconds: number;
  /** Whether the model's provider is connected. */
  isConnected: boolean;
  /** Names the model or judge without a known price, in a sentence. Null if all prices are known. */
  whyUnpriced: string | null;
  /** Warnings before the start, as sentences. */
  warnings: string[];
};

type CaseSet = { workspaceId: string; suiteId: string; revision: number };

/** The condition that selects the cases of a suite at a revision. */
export const setOf = ({ workspaceId, suiteId, revision }: CaseSet) => ({
  workspaceId,
  suiteId,
  addedIn: { lte: revision },
  OR: [{ removedIn: null }, { removedIn: { gt: revision } }],
});

type PlannedRun = {
  suite: { id: string; revision: number; cases: number };
  content: Content;
  model: Model;
  scorers: readonly ScorerConfig[];
  repeats: number;
  concurrency: number;
};

const sampled = 40;
const checksOf = (stored: unknown) => (stored ?? []) as ScoredCase["checks"];
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** Estimates a run from its first cases, filled with their values, and the prices of the connections. */
export async function estimateRun(actor: Actor, planned: PlannedRun): Promise<RunEstimate> {
  const { workspaceId } = actor;
  const { suite, content, model, scorers, repeats, concurrency } = planned;
  const [terms, sample] = await Promise.all([
    listCallTerms(actor),
    prisma().testCase.findMany({
      where: setOf({ workspaceId, suiteId: suite.id, revision: suite.revision }),
      select: { variables: true, placeholders: true, expected: true, checks: true },
      orderBy: { caseKey: "asc" },
      take: sampled,
    }),
  ]);
  const filled = sample.map(({ variables, placeholders }) =>
    fill(content, model, {
      variables: variables as Record<string, unknown>,
      placeholders: (placeholders ?? {}) as PlaceholderValues,
    }),
  );
  const inputs = filled.flatMap((one) => ("request" in one ? inputTokensOf(one.request) : []));
  const unfilled = filled.flatMap((one) => ("request" in one ? [] : one));
  const expected = sample.flatMap(({ expected: text }) => (text === null ? [] : aboutTokens(asText(text))));
  const answers = suite.cases * repeats;
  const judges = sample.flatMap(({ checks }) => judgesOf(scorers, { checks: checksOf(checks) }));
  const callsOfEach = sample.length === 0 ? 0 : answers / sample.length;
  const pricedAs = (one: ModelRef) => (input: number, output: number) => priceOfCall(terms, one, input, output);
  const limit = terms.get(model.provider)?.maxConcurrency ?? concurrency;
  const plan = estimatePlan({
    answers,
    inputTokens: inputs.length === 0 ? 0 : inputs.reduce((sum, tokens) => sum + tokens, 0) / inputs.length,
    outputTokens: likelyOutputTokens(expected, model.parameters),
    priceOf: pricedAs(model),
    judges: judges.map((judge) => ({ calls: callsOfEach, priceOf: pricedAs(judge.model ?? offlineModel) })),
    concurrency: Math.min(concurrency, limit),
  });
  return {
    cases: suite.cases,
    answers,
    judgements: Math.round(judges.length * callsOfEach),
    ...plan,
    isConnected: isConnected(terms, model),
    whyUnpriced: whyUnpriced(terms, model) ?? judgeUnpriced(terms, judges),
    warnings: [
      ...(isConnected(terms, model)
        ? []
        : [
            `No connection is called ${model.provider}, so ${model.name} cannot be called. An admin can add one under Settings, Model providers.`,
          ]),
      ...(model.provider === offlineModel.provider
        ? [
            "The offline model answers: it shows how an evaluation works, and its scores mean nothing. Connect a provider for real answers.",
          ]
        : []),
      ...(limit < concurrency ? [`The connection ${model.provider} allows ${limit} concurrent calls.`] : []),
      ...(unfilled[0]
        ? [`${unfilled.length} of the first ${sample.length} cases cannot be filled. ${unfilled[0].message}`]
        : []),
      ...new Set(judges.flatMap((judge) => (judge.model && judgeWarning(judge.model, model)) ?? [])),
    ],
  };
}

function judgeUnpriced(terms: ReadonlyMap<string, CallTerms>, judges: readonly JudgeConfig[]): string | null {
  for (const { name, model } of judges) {
    const why = model && whyUnpriced(terms, model);
    if (why) return `The judge of “${name}” is ${model.name}. ${why}`;
  }
  return null;
}

const isConnected = (terms: ReadonlyMap<string, CallTerms>, { provider }: Model) =>
  provider === offlineModel.provider || terms.has(provider);
