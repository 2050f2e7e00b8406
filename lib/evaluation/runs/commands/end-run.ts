import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import type { ActorRecord } from "@/lib/core/audit";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { enqueue } from "@/lib/core/outbox";
import { publish } from "@/lib/core/publish";
import { loadEnvironment } from "@/lib/registry/commands/load";
import { getRunOrThrow } from "../queries";
import { summarizeRun } from "../summary";
import type { RunView } from "../types";
import { runsTopic } from "./create-run";
import { type SummarizedCase, summarizeCases } from "./summarize-cases";
import { countRun } from "./work";

/** How a run ends. `reason` says why it did not finish normally. */
export type RunEnd = { status: "finished" | "cancelled" | "failed"; reason: string };

const engine: ActorRecord = { actorKind: "system", actorId: null, actorName: "Understudy" };

/**
 * Ends a run once: stores the results of its complete cases, means, status, audit entry and the message
 * `evaluation.finished` in one transaction. Returns false if the run had already ended, or if it should finish but has
 * open answers.
 */
export async function endRun(workspaceId: string, runId: string, end: RunEnd, actor = engine): Promise<boolean> {
  const run = await prisma().evaluationRun.findFirst({
    where: { id: runId, workspaceId, status: { in: ["queued", "running"] } },
    include: { prompt: { select: { name: true } } },
  });
  if (!run) return false;
  // Another process is working on open answers. The process that stores the last one ends the run.
  const open = { workspaceId, runId, scoredAt: null };
  if (end.status === "finished" && (await prisma().evaluationAnswer.count({ where: open, take: 1 })) > 0) return false;
  const results = await summarizeCases(workspaceId, run);
  const counts = await countRun(workspaceId, runId);
  const isEnded = await transaction(async (tx) => {
    const { count } = await tx.evaluationRun.updateMany({
      where: { id: runId, workspaceId, status: { in: ["queued", "running"] } },
      data: {
        ...counts,
        status: end.status,
        statusReason: end.reason,
        finishedAt: databaseNow(),
        ...(end.status === "cancelled" && { cancelledAt: databaseNow() }),
        dimensions: end.status === "finished" ? summarizeRun(results) : Prisma.DbNull,
      },
    });
    if (count === 0) return false;
    await insertResults(tx, { workspaceId, runId }, results);
    await recordAudit(
      tx,
      { workspaceId, record: actor },
      end.status === "cancelled" ? "evaluation.cancel" : "evaluation.finish",
      { id: runId, name: `${run.prompt.name} v${run.version}` },
      {
        status: end.status,
        ...(end.reason && { reason: end.reason }),
        costUsd: counts.costUsd,
        isCostKnown: counts.isCostKnown,
      },
    );
    await enqueue(tx, workspaceId, "evaluation.finished", { runId });
    return true;
  });
  if (isEnded) publish(runsTopic, workspaceId);
  return isEnded;
}

type Run = { workspaceId: string; runId: string };

/** Passes the rows as JSON. Thousands of rows as parameters would exceed the time limit of a transaction. */
async function insertResults(tx: Transaction, { workspaceId, runId }: Run, results: readonly SummarizedCase[]) {
  for (let from = 0; from < results.length; from += 5_000) {
    const rows = results.slice(from, from + 5_000).map(toRow);
    await tx.$executeRaw`
      insert into evaluation_results (workspace_id, run_id, case_id, case_key, position, accuracy, format, safety,
        consistency, accuracy_ok, format_ok, safety_ok, consistency_ok, answers, failed, judgements, invalid, latency_ms, cost_usd)
      select ${workspaceId}::uuid, ${runId}::uuid, one.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (
        "caseId" uuid, "caseKey" uuid, position int, accuracy float8, format float8, safety float8, consistency float8,
        "accuracyOk" boolean, "formatOk" boolean, "safetyOk" boolean, "consistencyOk" boolean,
        answers int, failed int, judgements int, invalid int, "latencyMs" float8, "costUsd" float8)`;
  }
}

function toRow({ accuracy, format, safety, consistency, ...rest }: SummarizedCase) {
  return {
    ...rest,
    accuracy: accuracy?.value,
    format: format?.value,
    safety: safety?.value,
    consistency: consistency?.value,
    accuracyOk: accuracy?.isOk,
    formatOk: format?.isOk,
    safetyOk: safety?.isOk,
    consistencyOk: consistency?.isOk,
  };
}

/** Cancels a run. Running calls are aborted; paid answers are kept. Throws 409 if the run has ended. */
export async function cancelRun(actor: Actor, { id }: { id: string }): Promise<RunView> {
  authorize(actor, "evaluation:run");
  const run = await getRunOrThrow(actor, id);
  // A run for a gate needs the permission in its environment, as when it was created.
  if (run.environment !== null)
    authorize(actor, "evaluation:run", await loadEnvironment(actor.workspaceId, run.environment));
  const reason = `Cancelled by ${actor.name}.`;
  const isEnded = await endRun(actor.workspaceId, id, { status: "cancelled", reason }, actorRecord(actor));
  if (!isEnded)
    throw new AppError(
      "invalid_state",
      `This evaluation has already ended: it is ${(await getRunOrThrow(actor, id)).status}.`,
    );
  return { ...run, ...(await getRunOrThrow(actor, id)) };
}
