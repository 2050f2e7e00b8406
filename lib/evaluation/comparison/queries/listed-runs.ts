import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import type { Page, PageRequest } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { dimensions } from "@/lib/registry/gate/dimensions";
import { listGateResults } from "@/lib/registry/gate/queries/results";
import { shortWords } from "@/lib/registry/gate/words";
import { listRuns, type RunFilter } from "../../runs/queries";
import { inconclusiveReason } from "../../runs/summary";
import type { RunView } from "../../runs/types";

/** A run in a list, with the changes of its cases against its baseline and the result of its gate. */
export type ListedRun = RunView & {
  moved: { broken: number; fixed: number } | null;
  /** Null: there is no gate, or the gate uses a newer run. */
  gate: { state: "passed" | "failed" | "inconclusive" | "running" | "missing"; words: string } | null;
};

/**
 * Lists the workspace's runs with their outcomes, newest first. The number of SQL statements does not depend on the
 * number of runs.
 */
export async function listJudgedRuns(actor: Actor, request: PageRequest & RunFilter): Promise<Page<ListedRun>> {
  const { items, nextCursor } = await listRuns(actor, request);
  const ids = items.map(({ id }) => id);
  const [moved, gates] = await Promise.all([countMoved(actor, ids), judge(actor, ids)]);
  return {
    items: items.map((run) => ({ ...run, moved: moved.get(run.id) ?? null, gate: gates.get(run.id) ?? null })),
    nextCursor,
  };
}

/** Counts the broken and fixed cases of each run that has a baseline. The rule of comparison.ts in SQL. */
async function countMoved({ workspaceId }: Actor, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { broken: number; fixed: number }>();
  const any = (from: "a" | "b", to: "a" | "b") =>
    Prisma.raw(dimensions.map((one) => `coalesce(${from}.${one}_ok and not ${to}.${one}_ok, false)`).join(" or "));
  const rows = await prisma().$queryRaw<{ id: string; broken: number; fixed: number }[]>`
    select r.id, count(*) filter (where ${any("b", "a")})::int as broken,
      count(*) filter (where (${any("a", "b")}) and not (${any("b", "a")}))::int as fixed
    from evaluation_runs r join evaluation_results a on a.run_id = r.id
      join evaluation_results b on b.run_id = r.baseline_run_id and b.case_key = a.case_key
    where r.workspace_id = ${workspaceId}::uuid and r.id = any(${ids}::uuid[]) and a.workspace_id = r.workspace_id
      and b.workspace_id = r.workspace_id
    group by r.id`;
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

async function judge(actor: Actor, ids: readonly string[]) {
  const rows = await prisma().evaluationRun.findMany({
    where: { workspaceId: actor.workspaceId, id: { in: [...ids] }, environmentId: { not: null } },
    select: { id: true, promptId: true, environmentId: true, version: true },
  });
  const places = rows.flatMap(({ promptId, environmentId, version }) =>
    environmentId ? [{ promptId, environmentId, version }] : [],
  );
  const results = await listGateResults(actor, places);
  return new Map(
    rows.flatMap(({ id }, index) => {
      const result = results[index];
      return result?.run?.id === id ? [[id, { state: result.state, words: shortWords(result) }] as const] : [];
    }),
  );
}

/** The scores of a version's last evaluation on a suite. */
export type VersionScores = Pick<RunView, "id" | "version" | "dimensions" | "inconclusive"> & {
  suite: { id: string; name: string; revision: number };
  createdAt: string;
};

const scoreColumns = {
  id: true,
  version: true,
  suiteId: true,
  suiteRevision: true,
  dimensions: true,
  createdAt: true,
  judgements: true,
  invalidJudgements: true,
  total: true,
  failed: true,
  suite: { select: { name: true } },
} as const;

/** Returns the last finished run of each version of a prompt on each suite, newest version first. At most 60. */
export async function listVersionScores(actor: Actor, promptId: string): Promise<VersionScores[]> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const last = await prisma().$queryRaw<{ id: string }[]>`
    select distinct on (version, suite_id) id from evaluation_runs
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid and status = 'finished'
      and case_limit is null
    order by version desc, suite_id, created_at desc limit 60`;
  const rows = await prisma().evaluationRun.findMany({
    where: { workspaceId, id: { in: last.map(({ id }) => id) } },
    select: scoreColumns,
    orderBy: [{ version: "desc" }, { suite: { name: "asc" } }],
  });
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    dimensions: row.dimensions as RunView["dimensions"],
    inconclusive: inconclusiveReason(row),
    suite: { id: row.suiteId, name: row.suite.name, revision: row.suiteRevision },
    createdAt: row.createdAt.toISOString(),
  }));
}
