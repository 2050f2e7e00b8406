import type { Prisma } from "@/lib/core/generated/prisma/client";
import { expectedCost, secondsLeft } from "./estimate";
import { inconclusiveReason } from "./summary";
import type { RunView } from "./types";

/** The relations that are read with a run. */
export const runInclude = {
  prompt: { select: { name: true } },
  suite: { select: { name: true } },
  environment: { select: { name: true } },
} as const satisfies Prisma.EvaluationRunInclude;

export type RunRow = Prisma.EvaluationRunGetPayload<{ include: typeof runInclude }>;

/** Converts a row to the view of API and pages. Its JSON is written only by createRun and the engine. */
export function toRunView(row: RunRow, baseline: RunView["baseline"], now: number): RunView {
  const { done, total, failed, judgements, invalidJudgements } = row;
  return {
    id: row.id,
    prompt: row.prompt.name,
    version: row.version,
    suite: { id: row.suiteId, name: row.suite.name, revision: row.suiteRevision },
    environment: row.environment?.name ?? null,
    trigger: row.trigger,
    model: row.model as RunView["model"],
    isOwnModel: row.isOwnModel,
    scorers: row.scorers as RunView["scorers"],
    caseLimit: row.caseLimit,
    repeats: row.repeats,
    concurrency: row.concurrency,
    budgetUsd: row.budgetUsd,
    configHash: row.configHash,
    status: row.status,
    statusReason: row.statusReason,
    progress: { done, total, failed, secondsLeft: secondsLeft(row, now) },
    costUsd: row.costUsd,
    isCostKnown: row.isCostKnown,
    estimatedCostUsd: expectedCost(row),
    judgements: { total: judgements, invalid: invalidJudgements },
    inconclusive: row.status === "finished" ? inconclusiveReason(row) : null,
    dimensions: row.dimensions as RunView["dimensions"],
    baseline,
    promotion: row.promotion as RunView["promotion"],
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
