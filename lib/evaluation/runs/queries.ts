import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import { scorersHash } from "@/lib/registry/gate/config-hash";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import type { RunStatus, RunView } from "./types";
import { type RunRow, runInclude, toRunView } from "./views";

/** Converts runs to views with their baselines. One extra query for all. */
async function toViews(workspaceId: string, rows: readonly RunRow[]): Promise<RunView[]> {
  const ids = [...new Set(rows.flatMap(({ baselineRunId }) => baselineRunId ?? []))];
  const baselines = ids.length
    ? await prisma().evaluationRun.findMany({
        where: { workspaceId, id: { in: ids } },
        select: { id: true, version: true, status: true },
      })
    : [];
  const byId = new Map(baselines.map((baseline) => [baseline.id, baseline]));
  const now = databaseNow().getTime();
  return rows.map((row) => toRunView(row, byId.get(row.baselineRunId ?? "") ?? null, now));
}

/** Returns one run, or null if it is not in this workspace. */
export async function getRun(actor: Actor, id: string): Promise<RunView | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const row = await prisma().evaluationRun.findFirst({ where: { workspaceId, id }, include: runInclude });
  const [view] = await toViews(workspaceId, row ? [row] : []);
  return view ?? null;
}

/** Returns one run. Throws 404 `not_found`. */
export async function getRunOrThrow(actor: Actor, id: string): Promise<RunView> {
  const run = await getRun(actor, id);
  if (!run) throw notFound("This evaluation");
  return run;
}

/**
 * Returns the current revision of a run's suite if its cases or scorers changed after the run; null if they are the
 * same. A judge without a fixed model in the suite was resolved for the run, and counts as unchanged.
 */
export async function getChangedRevision(actor: Actor, run: RunView): Promise<number | null> {
  authorize(actor, "prompt:read");
  const suite = await prisma().testSuite.findFirst({
    where: { id: run.suite.id, workspaceId: actor.workspaceId },
    select: { revision: true, scorers: true },
  });
  if (!suite) return null;
  const present = suite.scorers as RunView["scorers"];
  const open = new Set(present.flatMap((one) => (one.type === "judge" && one.model === null ? [one.id] : [])));
  const plain = (scorers: RunView["scorers"]) =>
    scorersHash(scorers.map((scorer) => (open.has(scorer.id) ? { ...scorer, model: null } : scorer)));
  const isSame = suite.revision === run.suite.revision && plain(present) === plain(run.scorers);
  return isSame ? null : suite.revision;
}

export type RunFilter = {
  prompt?: string | undefined;
  version?: number | undefined;
  /** The id of the suite. */
  suite?: string | undefined;
  status?: RunStatus | undefined;
  environment?: string | undefined;
};

/** Lists the workspace's runs, newest first. */
export async function listRuns(
  actor: Actor,
  { limit, cursor, prompt, version, suite, status, environment }: PageRequest & RunFilter,
): Promise<Page<RunView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, timeKey);
  const where: Prisma.EvaluationRunWhereInput = {
    workspaceId,
    ...(prompt !== undefined && { prompt: calledBy(prompt) }),
    ...(version !== undefined && { version }),
    ...(suite !== undefined && { suiteId: suite }),
    ...(status !== undefined && { status }),
    ...(environment !== undefined && { environment: environmentCalled(environment) }),
    ...(after && { OR: olderThan("createdAt", after) }),
  };
  const rows = await prisma().evaluationRun.findMany({
    where,
    include: runInclude,
    take: limit + 1,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const views = await toViews(workspaceId, rows);
  return toPage(
    views,
    limit,
    (view) => [Date.parse(view.createdAt), view.id],
    (view) => view,
  );
}
