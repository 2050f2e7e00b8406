import { randomUUID } from "node:crypto";
import { prisma } from "@/lib/core/db";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { mulberry32 } from "@/lib/experiments/statistics";
import { createGuard } from "@/lib/guards/commands/save-guard";
import { isRateMetric } from "@/lib/guards/finding-words";
import type { CreateGuardInput } from "@/lib/guards/schema";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { createLivePrompt } from "./experiment";
import { createTestWorkspace } from "./workspace";

export type GuardStage = Awaited<ReturnType<typeof createGuardStage>>;

/** Scores of a metric, and the percentage of ones. `invalid`: without a verdict. `user`: all of one user. */
export type Scores = {
  metric?: LiveMetric;
  version: number;
  n: number;
  percent: number;
  invalid?: number;
  at?: Date;
  user?: string;
  /** The segments of the answers. */
  segments?: Record<string, string>;
};

/** Creates a workspace with a guarded prompt (v2 is live in production, v1 was before), and helpers for scores. */
export async function createGuardStage(more: Partial<CreateGuardInput> = {}) {
  const workspace = await createTestWorkspace();
  const { owner, workspaceId, environments } = workspace;
  const [name, environment] = ["support/reply", "production"];
  await createLivePrompt(owner, name, 4);
  await promoteVersion(owner, { name, version: 2, environment });
  const { id: promptId } = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
  const guard = await createGuard(owner, {
    prompt: name,
    environment,
    metrics: [{ name: "completion", worse: "lower", outcomeMinutes: 0 }],
    ...more,
  });
  const environmentId = environments.production;
  const place = { workspaceId, promptId, environmentId };
  // Moves the release into the past. Scores of the live version count from its release.
  const age = async () => {
    await prisma().deployment.updateMany({ where: place, data: { since: new Date(Date.now() - 3_600_000) } });
  };
  await age();
  let put = 0;
  return {
    ...workspace,
    ...place,
    name,
    environment,
    guardId: guard.id,
    place,
    age,
    /** Writes scores of a plain metric or a scorer with the current time. */
    async scored({
      metric = "completion",
      version,
      n,
      percent,
      invalid = 0,
      at,
      user,
      segments,
    }: Scores): Promise<void> {
      const random = mulberry32(++put);
      // An exact number of ones, in a pseudo-random order.
      const ones = Math.round((n * percent) / 100);
      const values = Array.from({ length: n }, (_, index) => (index < ones ? 1 : 0))
        .map((value) => ({ value, key: random() }))
        .toSorted((a, b) => a.key - b.key);
      const start = (at ?? new Date()).getTime() - n;
      const rows = values.map(({ value }, index) => {
        const isInvalid = index < invalid;
        const passed = isInvalid || !isRateMetric(metric) ? null : value === 1;
        return { id: randomUUID(), value: isInvalid ? null : value, passed, at: new Date(start + index).toISOString() };
      });
      const series = metric.startsWith("scorer:") ? "v1" : "plain";
      if (series !== "plain")
        await prisma().$executeRaw`
          insert into online_series (workspace_id, prompt_id, environment_id, metric, series, label, scorer)
          values (${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, ${metric}, ${series}, ${metric},
            ${JSON.stringify({ name: metric })}::jsonb) on conflict do nothing`;
      await prisma().$executeRaw`
        insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, at,
          value, passed, user_id, segments)
        select ${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, id, ${metric}, ${series}, ${version}, at,
          value, passed, ${user ?? null}, ${segments ? JSON.stringify(segments) : null}::jsonb
        from json_to_recordset(${JSON.stringify(rows)}::json) as r (id text, value float8, passed boolean, at timestamptz)`;
    },
    live: async () =>
      (
        await prisma().deployment.findFirstOrThrow({
          where: { workspaceId, promptId, environmentId },
          select: { version: { select: { number: true } } },
        })
      ).version.number,
    releases: () =>
      prisma().release.findMany({ where: { workspaceId, promptId, environmentId }, orderBy: { revision: "asc" } }),
    alerts: () => prisma().alert.findMany({ where: { workspaceId }, orderBy: [{ at: "asc" }, { id: "asc" }] }),
  };
}
