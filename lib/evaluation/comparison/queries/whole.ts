import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { type ByDimension, type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { VersionStatus } from "@/lib/registry/lifecycle";
import { type CaseCounts, countComparedCases } from "./cases";
import { type FoundRun, findComparedRuns } from "./runs";

/** One dimension of two runs: means over cases (null: not measured), and the changes of cases that both measured. */
type ComparedDimension = {
  score: number | null;
  baselineScore: number | null;
  broken: number;
  fixed: number;
  same: number;
};

/** A run as its comparison shows it. `status` is the current status of the version. */
type ComparedRun = { id: string; prompt: string; version: number; revision: number; status: VersionStatus };

export type Comparison = {
  run: ComparedRun;
  baseline: ComparedRun | null;
  counts: CaseCounts;
  /** Cases for which only the baseline has a result. */
  gone: number;
  dimensions: ByDimension<ComparedDimension>;
};

/** Adds the current status of their versions to the runs. */
async function withStatus(workspaceId: string, runs: readonly FoundRun[]): Promise<ComparedRun[]> {
  const versions = await prisma().version.findMany({
    where: { workspaceId, OR: runs.map(({ promptId, version }) => ({ promptId, number: version })) },
    select: { promptId: true, number: true, status: true },
  });
  return runs.map(({ id, promptId, prompt, version, suiteRevision }) => {
    const found = versions.find((one) => one.promptId === promptId && one.number === version);
    return { id, version, prompt: prompt.name, revision: suiteRevision, status: found?.status ?? "draft" };
  });
}

/** Compares two runs as a whole: broken and fixed cases, by dimension and overall. */
export async function getComparison(actor: Actor, runId: string, against?: string): Promise<Comparison> {
  const { run, baseline } = await findComparedRuns(actor, runId, against);
  const [[own, other], counts, byDimension, gone] = await Promise.all([
    withStatus(actor.workspaceId, [run, ...(baseline ? [baseline] : [])]),
    countComparedCases(actor, runId, { baseline: baseline?.id ?? "none" }),
    measureDimensions(actor.workspaceId, run.id, baseline?.id ?? null),
    baseline ? countGone(actor.workspaceId, run.id, baseline.id) : 0,
  ]);
  if (!own) throw new Error("A run has a version.");
  return { run: own, baseline: other ?? null, counts, gone, dimensions: byDimension };
}

async function measureDimensions(workspaceId: string, runId: string, baselineId: string | null) {
  const parts = dimensions.map((one: Dimension) => {
    const [value, ok] = [Prisma.raw(one), Prisma.raw(`${one}_ok`)];
    return Prisma.sql`json_build_object('score', avg(a.${value}), 'baselineScore', avg(b.${value}),
      'broken', count(*) filter (where b.${ok} and not a.${ok}), 'fixed', count(*) filter (where a.${ok} and not b.${ok}),
      'same', count(*) filter (where a.${ok} = b.${ok})) as ${value}`;
  });
  const side = (id: string | null) =>
    Prisma.sql`(select * from evaluation_results where workspace_id = ${workspaceId}::uuid and run_id = ${id}::uuid)`;
  const [row] = await prisma().$queryRaw<ByDimension<ComparedDimension>[]>`
    select ${Prisma.join(parts)} from ${side(runId)} a full join ${side(baselineId)} b on b.case_key = a.case_key`;
  if (!row) throw new Error("An aggregate has one row.");
  return row;
}

async function countGone(workspaceId: string, runId: string, baselineId: string): Promise<number> {
  const [row] = await prisma().$queryRaw<{ count: number }[]>`
    select count(*)::int as count from evaluation_results b
    where b.workspace_id = ${workspaceId}::uuid and b.run_id = ${baselineId}::uuid and not exists
      (select 1 from evaluation_results a where a.run_id = ${runId}::uuid and a.case_key = b.case_key)`;
  return row?.count ?? 0;
}

/** Lists the tags of the cases for which a run has results, the most frequent first. At most 100. */
export async function listResultTags(actor: Actor, runId: string): Promise<string[]> {
  authorize(actor, "prompt:read");
  const rows = await prisma().$queryRaw<{ tag: string }[]>`
    select tag from evaluation_results r join test_cases t on t.id = r.case_id, unnest(t.tags) as tag
    where r.workspace_id = ${actor.workspaceId}::uuid and r.run_id = ${runId}::uuid
    group by tag order by count(*) desc, tag limit 100`;
  return rows.map(({ tag }) => tag);
}
