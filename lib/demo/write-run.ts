import { prisma } from "@/lib/core/db";
import type { Prisma, RunStatus, RunTrigger } from "@/lib/core/generated/prisma/client";
import { uuidV7 } from "@/lib/core/uuid";
import { type CaseSummary, summarizeCase, summarizeRun } from "@/lib/evaluation/runs/summary";
import type { Score } from "@/lib/evaluation/scorers/types";

export type WrittenAnswer = {
  output: string | null;
  scores?: Score[];
  error?: { code: string; message: string };
  toolCalls?: { name: string; input: unknown }[];
  latencyMs?: number;
  costUsd?: number;
};

export type WrittenCase = { id: string; caseKey: string; answers: WrittenAnswer[]; consistency?: number };

export type WrittenRun = {
  workspaceId: string;
  promptId: string;
  version: number;
  suite: { id: string; revision: number; scorers?: unknown };
  environmentId?: string | null;
  trigger?: RunTrigger;
  model?: { provider: string; name: string; parameters?: Record<string, unknown> };
  repeats?: number;
  configHash?: string;
  baseline?: { id: string; version: number } | null;
  status?: RunStatus;
  statusReason?: string;
  /** The planned number of answers of an unfinished run. */
  total?: number;
  by: { id: string | null; name: string };
  at: Date;
  seconds?: number;
  cases: WrittenCase[];
};

const isJudge = (scorer: string) => scorer.startsWith("judge");

/** Returns the score of a scorer of agreement. */
const agreement = (value: number): Score => ({
  scorer: "agreement",
  version: 1,
  dimension: "consistency",
  explanation: "",
  costUsd: 0,
  state: "scored",
  value,
  passed: value >= 0.7,
});

const summaryOf = ({ answers, consistency }: WrittenCase): CaseSummary =>
  summarizeCase(
    answers.map(({ error, scores = [], latencyMs = 900, costUsd = 0 }) => ({
      isFailed: error !== undefined,
      scores,
      latencyMs,
      costUsd,
    })),
    consistency === undefined ? [] : [agreement(consistency)],
    isJudge,
  );

/** Writes a run: the run, a result for every case, and every answer. Returns its id. */
export async function writeRun(run: WrittenRun): Promise<string> {
  const { workspaceId, promptId, version, suite, baseline, cases, by, at, seconds = 40, repeats = 1 } = run;
  const id = uuidV7();
  const status = run.status ?? "finished";
  const sums = cases.map(summaryOf);
  const answers = cases.flatMap(({ answers }) => answers);
  const finishedAt = new Date(at.getTime() + seconds * 1_000);
  const isFinished = status === "finished";
  const total = (of: (sum: CaseSummary) => number) => sums.reduce((before, sum) => before + of(sum), 0);
  await prisma().evaluationRun.create({
    data: {
      id,
      workspaceId,
      promptId,
      version,
      suiteId: suite.id,
      suiteRevision: suite.revision,
      repeats,
      status,
      environmentId: run.environmentId ?? null,
      trigger: run.trigger ?? "manual",
      isOwnModel: true,
      model: (run.model ?? { provider: "offline", name: "understudy-offline" }) as Prisma.InputJsonValue,
      scorers: (suite.scorers ?? []) as Prisma.InputJsonValue,
      concurrency: 10,
      configHash: run.configHash ?? "0".repeat(64),
      statusReason: run.statusReason ?? "",
      baselineRunId: baseline?.id ?? null,
      baselineVersion: baseline?.version ?? null,
      total: run.total ?? answers.length,
      done: answers.length,
      failed: total(({ failed }) => failed),
      costUsd: total(({ costUsd }) => costUsd ?? 0),
      judgements: total(({ judgements }) => judgements),
      invalidJudgements: total(({ invalid }) => invalid),
      ...(isFinished && { dimensions: summarizeRun(sums) as Prisma.InputJsonValue }),
      createdByKind: "user" as const,
      createdById: by.id,
      createdByName: by.name,
      createdAt: at,
      startedAt: at,
      ...(isFinished && { finishedAt }),
    },
  });
  await prisma().evaluationResult.createMany({
    data: cases.map((one, index) => {
      const sum = sums[index] ?? summaryOf(one);
      const { accuracy, format, safety, consistency, answers, failed, judgements, invalid, latencyMs, costUsd } = sum;
      return {
        runId: id,
        workspaceId,
        caseId: one.id,
        caseKey: one.caseKey,
        position: index + 1,
        accuracy: accuracy?.value ?? null,
        accuracyOk: accuracy?.isOk ?? null,
        format: format?.value ?? null,
        formatOk: format?.isOk ?? null,
        safety: safety?.value ?? null,
        safetyOk: safety?.isOk ?? null,
        consistency: consistency?.value ?? null,
        consistencyOk: consistency?.isOk ?? null,
        answers,
        failed,
        judgements,
        invalid,
        latencyMs,
        costUsd,
      };
    }),
  });
  await prisma().evaluationAnswer.createMany({
    data: cases.flatMap(({ id: caseId, answers }, index) =>
      answers.map(({ output, scores = [], error, toolCalls, latencyMs = 900, costUsd = 0 }, repeat) => ({
        workspaceId,
        runId: id,
        caseId,
        position: index + 1,
        repeat: repeat + 1,
        output,
        latencyMs,
        costUsd,
        ...(toolCalls && { toolCalls: toolCalls as Prisma.InputJsonValue }),
        ...(error && { errorCode: error.code, errorMessage: error.message }),
        ttftMs: Math.round(latencyMs / 3),
        inputTokens: 420,
        outputTokens: Math.ceil((output?.length ?? 0) / 4),
        attempts: 1,
        scores: scores as Prisma.InputJsonValue,
        answeredAt: finishedAt,
        scoredAt: finishedAt,
      })),
    ),
  });
  return id;
}
