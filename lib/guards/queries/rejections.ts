import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordRead } from "@/lib/auth/commands/record-read";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { singleton } from "@/lib/core/singleton";
import { count, share, time } from "@/lib/core/view-fields";
import { runTask } from "@/lib/core/work/run-task";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { loadEnvironment } from "@/lib/registry/commands/load";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { metricLabel } from "../finding-words";
import { type QualityRange, spanOf } from "../quality/range";
import type { RejectedAnswer, RejectionGroup } from "../rejections/group";
import { groupRejectionsTask } from "../rejections/task";

const example = z.strictObject({
  interactionId: z.string(),
  at: time,
  version: count,
  comment: z.string().nullable().meta({ description: "The user's comment with the feedback." }),
  explanation: z.string().meta({ description: "The explanations of the scorers." }),
  input: z.string().nullable().meta({ description: "The first 400 characters." }),
  output: z.string().nullable().meta({ description: "The first 400 characters." }),
});

const group = z.strictObject({
  words: z
    .array(z.string())
    .meta({ description: "The words that are typical of the group; empty for the group of all other answers." }),
  size: count,
  share: share.meta({ description: "The group's share of all rejected answers that were read." }),
  metrics: z.array(z.strictObject({ metric: z.string(), label: z.string(), count })),
  versions: z.array(z.strictObject({ version: count, count })),
  examples: z.array(example).meta({ description: "The three most typical answers of the group." }),
  interactionIds: z.array(z.string()).meta({ description: "The ids of the group's newest 100 answers." }),
});

/** Rejected live answers of a prompt, grouped by their words. */
export const rejectionsView = z
  .strictObject({
    from: time,
    to: time,
    rejected: count.meta({ description: "The number of rejected answers that were read, at most the newest 2,000." }),
    isCut: z.boolean().meta({ description: "Whether there are older rejected answers that were not read." }),
    groups: z.array(group).meta({ description: "The groups, largest first. The group of all other answers is last." }),
  })
  .meta({ id: "Rejections" });
export type Rejections = z.output<typeof rejectionsView>;
export type RejectionGroupView = z.output<typeof group>;

export type RejectionsInput = {
  name: string;
  environment: string;
  range: QualityRange;
  version?: number | undefined;
};

const mostRejected = 2_000;
/** The maximum number of newest scores that are searched per version and series. */
const mostLookedAt = 50_000;
const [read, shown] = [2_000, 400];

const excerpt = (column: string) =>
  `left(case when json_typeof(${column}) = 'string' then ${column} #>> '{}' else ${column}::text end, ${read})`;

// Rejections: thumbs down, at most two stars, a violated rule, a failed scorer.
const listText = `with failed as (
    select s.interaction_id, min(s.version) as version, max(s.at) as at, array_agg(distinct s.metric) as metrics,
      coalesce(string_agg(distinct nullif(s.explanation, ''), ' '), '') as explanation
    from (
      select distinct metric, series, version from online_hours
      where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid and hour >= $4 and hour < $5
        and (metric in ('thumbs', 'stars', 'violation_rate') or metric like 'scorer:%')
        and ($6::int is null or version = $6)) g
    cross join lateral (
      select * from (
        select * from online_scores
        where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid and metric = g.metric
          and series = g.series and version = g.version and at >= $4 and at < $5
        order by at desc limit ${mostLookedAt}) n
      where not passed or metric = 'stars' and value <= 2
      order by at desc limit ${mostRejected + 1}) s
    group by s.interaction_id order by max(s.at) desc, s.interaction_id desc limit ${mostRejected + 1})
  select r.interaction_id as "interactionId", r.version, r.at, r.metrics, left(r.explanation, ${read}) as explanation,
    i.comment, ${excerpt("c.input")} as input, ${excerpt("c.output")} as output
  from failed r
  left join lateral (
    select i.id, i.at, i.workspace_id, (
      select f.comment from feedback f
      where f.workspace_id = $1::uuid and f.interaction_id = i.interaction_id and f.comment is not null
        and (f.environment_ids is null or i.environment_id = any(f.environment_ids)) and f.at < now() + interval '1 day'
      order by f.at desc limit 1) as comment
    from interactions i
    where i.workspace_id = $1::uuid and i.interaction_id = r.interaction_id and i.environment_id = $3::uuid
    order by i.at desc limit 1) i on true
  left join interaction_contents c on c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
  order by r.at desc, r.interaction_id desc`;

type Grouped = Omit<Rejections, "groups"> & { groups: RejectionGroup[] };
type RejectedRow = Omit<RejectedAnswer, "at"> & { at: Date };

const keptMs = 60_000;
const cache = () => singleton("rejections", () => new LRUCache<string, Promise<Grouped>>({ max: 200, ttl: keptMs }));

async function readGroups(
  { workspaceId, promptId, environmentId }: TenantPromptEnvironment,
  { range, version }: Pick<RejectionsInput, "range" | "version">,
): Promise<Grouped> {
  const { from, to } = spanOf(range, databaseNow().getTime());
  const rows = await prisma().$queryRawUnsafe<RejectedRow[]>(
    listText,
    workspaceId,
    promptId,
    environmentId,
    new Date(from),
    new Date(to),
    version ?? null,
  );
  const answers = rows.slice(0, mostRejected).map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    rejected: answers.length,
    isCut: rows.length > mostRejected,
    groups: await runTask(groupRejectionsTask, answers, { workspaceId }),
  };
}

async function readLabels({ workspaceId, promptId, environmentId }: TenantPromptEnvironment) {
  return prisma().$queryRaw<{ id: string; name: string }[]>`
    select distinct on (metric) substr(metric, 8) as id, coalesce(scorer ->> 'name', substr(metric, 8)) as name
    from online_series
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and metric like 'scorer:%'
    order by metric, began_at desc`;
}

const cut = (text: string | null) => text?.slice(0, shown) ?? null;

const plainLabels: Record<string, string> = {
  thumbs: "Thumbs down",
  stars: "Two stars or fewer",
  violation_rate: "Broke a rule",
};

/** Why an answer counts as rejected: "Thumbs down", "Not passed: Tone". */
const labelOf = (metric: string, scorers: readonly { id: string; name: string }[]) =>
  plainLabels[metric] ?? `Not passed: ${metricLabel(metric as LiveMetric, scorers)}`;

/**
 * The live answers of a prompt that people or scorers rejected, grouped by their words. Cached for a minute. Requires
 * `interaction:read` and writes an audit event, because it shows texts.
 */
export async function getRejections(actor: Actor, input: RejectionsInput): Promise<Rejections> {
  authorize(actor, "interaction:read");
  const { workspaceId } = actor;
  const { range, version } = input;
  const [prompt, environment] = await Promise.all([
    findPromptOrThrow(workspaceId, input.name),
    loadEnvironment(workspaceId, input.environment),
  ]);
  authorize(actor, "interaction:read", environment);
  const ids = { workspaceId, promptId: prompt.id, environmentId: environment.id };
  const key = JSON.stringify([ids, range, version ?? null]);
  const reading = cache().get(key) ?? readGroups(ids, { range, version });
  cache().set(key, reading, { noUpdateTTL: true });
  const [{ groups, ...rest }, scorers] = await Promise.all([
    reading.catch((error) => {
      cache().delete(key);
      throw error;
    }),
    readLabels(ids),
  ]);
  if (rest.rejected > 0)
    await recordRead(actor, "answers.read", prompt, { environment: environment.name, metric: "rejections" });
  return {
    ...rest,
    groups: groups.map(({ metrics, examples, ...each }) => ({
      ...each,
      metrics: metrics.map((one) => ({ ...one, label: labelOf(one.metric, scorers) })),
      examples: examples.map((one) => ({ ...one, input: cut(one.input), output: cut(one.output) })),
    })),
  };
}
