import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { prisma } from "@/lib/core/db";
import { dayMs } from "@/lib/core/milliseconds";
import { evaluateOnline } from "@/lib/evaluation/online/commands/evaluate-online";
import { saveOnlineEvaluation } from "@/lib/evaluation/online/commands/save-online-evaluation";
import type { SaveOnlineEvaluationInput } from "@/lib/evaluation/online/schema";
import { rollUp } from "@/lib/experiments/rollup/commands/roll-up";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt } from "./experiment";
import { createTestWorkspace } from "./workspace";

export type OnlineStage = Awaited<ReturnType<typeof createOnlineStage>>;

export type ScoreRow = {
  interactionId: string;
  metric: string;
  series: string;
  version: number;
  value: number | null;
  passed: boolean | null;
  explanation: string;
};

/** Creates a workspace with a prompt of two versions (v1 live in production) and an online evaluation. */
export async function createOnlineStage(fields: Partial<SaveOnlineEvaluationInput> = {}) {
  const workspace = await createTestWorkspace();
  const { owner, workspaceId, environments } = workspace;
  const name = await createLivePrompt(owner, "support/reply");
  const { id: promptId } = await prisma().prompt.findFirstOrThrow({ where: { workspaceId, name } });
  const environment = "production";
  const save = (more: Partial<SaveOnlineEvaluationInput> = {}) =>
    saveOnlineEvaluation(owner, { name, environment, minimumPerVersion: 0, sampleRate: 1, ...more });
  await save(fields);
  const midnight = Math.floor(Date.now() / dayMs) * dayMs; // answers of yesterday are not counted in today's numbers
  const begun = Math.max(Date.now() - 60_000, midnight);
  let made = 0;
  const actor = { kind: "system", workspaceId, name: "test" } as const;

  async function send(...events: object[]): Promise<void> {
    for (let from = 0; from < events.length; from += 1_000) {
      const { rejected } = await recordEvents(actor, events.slice(from, from + 1_000));
      if (rejected[0]) throw new Error(rejected[0].message);
    }
  }
  // Test files run concurrently on one database, so another one may hold the lock for a moment.
  async function roll(): Promise<void> {
    while ((await rollUp()) === "skipped") await sleep(20);
  }
  return {
    workspace,
    owner,
    workspaceId,
    name,
    environment,
    promptId,
    environmentId: environments.production,
    place: { workspaceId, promptId, environmentId: environments.production },
    save,
    send,
    roll,
    /** Timestamps increase by one millisecond, so that the events are ordered. */
    interaction: (more: object = {}) => ({
      type: "interaction",
      id: randomUUID(),
      interactionId: randomUUID(),
      prompt: name,
      version: 1,
      environment,
      at: new Date(begun + made++).toISOString(),
      ...more,
    }),
    feedback: (interactionId: string, more: object) => ({
      type: "feedback",
      id: randomUUID(),
      interactionId,
      ...more,
    }),
    evaluate: () => evaluateOnline(Date.now() + 40_000, { only: workspaceId }),
    /** Sends events, then runs rollup and evaluation. */
    async take(...events: object[]) {
      await send(...events);
      await roll();
      return evaluateOnline(Date.now() + 40_000, { only: workspaceId });
    },
    async samples(): Promise<{ interactionId: string; version: number; variant: string | null; isOpen: boolean }[]> {
      return prisma().$queryRaw`
        select interaction_id as "interactionId", version, variant, scored_at is null as "isOpen" from online_samples
        where workspace_id = ${workspaceId}::uuid order by interaction_id`;
    },
    async scores(metric?: string): Promise<ScoreRow[]> {
      const rows = await prisma().$queryRaw<ScoreRow[]>`
        select interaction_id as "interactionId", metric, series, version, value, passed, explanation from online_scores
        where workspace_id = ${workspaceId}::uuid order by metric, at, interaction_id`;
      return rows.filter((row) => metric === undefined || row.metric === metric);
    },
    /** Returns the hourly sums that differ from the sums of the scores. Empty if all are correct. */
    async wrongHours(): Promise<unknown[]> {
      return prisma().$queryRaw`
        with sums as (
          select metric, series, version, date_trunc('hour', at, 'UTC') as hour, count(value)::int as scores,
            count(*) filter (where case when series = 'plain' then passed is not null and value = 1 else passed end)::int as passed,
            count(*) filter (where value is null)::int as invalid, round(coalesce(sum(value), 0)::numeric, 6) as value_sum,
            round(coalesce(sum(value * value), 0)::numeric, 6) as square_sum
          from online_scores where workspace_id = ${workspaceId}::uuid group by 1, 2, 3, 4),
        kept as (
          select metric, series, version, hour, scores, passed, invalid, round(value_sum::numeric, 6) as value_sum,
            round(square_sum::numeric, 6) as square_sum
          from online_hours where workspace_id = ${workspaceId}::uuid)
        (select 'sums' as what, * from (table sums except table kept) a) union all
        (select 'kept', * from (table kept except table sums) b)`;
    },
  };
}
