import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordRead } from "@/lib/auth/commands/record-read";
import { decodeCursor, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { count, time } from "@/lib/core/view-fields";
import { loadEnvironment } from "@/lib/registry/commands/load";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { type LiveMetric, type PlainMetric, plainMetrics, scorerOf } from "../metrics";

/** The score of one live answer on one metric, with the beginning of its texts. */
export const scoredAnswerView = z
  .strictObject({
    interactionId: z.string(),
    at: time,
    version: count,
    variant: z
      .string()
      .nullable()
      .meta({ description: "The experiment's variant that the answer belongs to; null without an experiment." }),
    userId: z.string().nullable(),
    value: z.number().nullable().meta({
      description: "The score, 0 to 1 or in the unit of the metric; null if the judgement has no score.",
    }),
    passed: z
      .boolean()
      .nullable()
      .meta({ description: "Whether the answer passed; null if the metric has no threshold." }),
    explanation: z.string(),
    series: z.string(),
    scorer: z
      .string()
      .meta({ description: "The name of the measurement series, such as “Tone v2, judged by gpt-4.1”." }),
    costUsd: z.number().min(0).nullable(),
    input: z.string().nullable().meta({ description: "The first 400 characters." }),
    output: z.string().nullable().meta({ description: "The first 400 characters." }),
  })
  .meta({ id: "ScoredAnswer" });
export type ScoredAnswerView = z.output<typeof scoredAnswerView>;

export type ScoredAnswerFilter = {
  name: string;
  environment: string;
  metric: LiveMetric;
  version?: number | undefined;
  /** true: only answers that did not pass; false: only those that did. */
  isFailed?: boolean | undefined;
  /** "worst" looks only among the newest scores of each version and series. */
  order?: "worst" | "newest" | undefined;
};

type ScoredAnswerRow = Omit<ScoredAnswerView, "at" | "scorer"> & { at: Date; rank: number; label: string | null };

const excerptLength = 400;
/** The number of newest scores per version and series among which the worst are searched. */
const newest = 2_000;
/** The sort key of judgements without a value. They come after every value. */
const noValue = 1e300;

const excerpt = (column: string) =>
  `left(case when json_typeof(${column}) = 'string' then ${column} #>> '{}' else ${column}::text end, ${excerptLength})`;

// One index scan per version and series reads the newest scores first. Texts are read only for the rows of the page.
const listText = `with page as (
    select * from (
      select n.*, case when $7 then coalesce(n.value * $8::float8, ${noValue}) else 0 end as rank
      from (
        select distinct series, version from online_hours
        where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid and metric = $4
          and ($5::int is null or version = $5)) g
      cross join lateral (
        select * from online_scores
        where workspace_id = $1::uuid and prompt_id = $2::uuid and environment_id = $3::uuid and metric = $4
          and series = g.series and version = g.version and ($6::boolean is null or passed = not $6)
          and ($7 or (at, interaction_id) < ($10, $11))
        order by at desc, interaction_id desc limit case when $7 then ${newest} else $12::int end) n) s
    where s.rank > $9::float8 or (s.rank = $9::float8 and (s.at, s.interaction_id) < ($10, $11))
    order by s.rank, s.at desc, s.interaction_id desc limit $12)
  select s.interaction_id as "interactionId", s.at, s.version, s.variant, s.user_id as "userId", s.value, s.passed,
    s.explanation, s.series, s.cost_usd as "costUsd", s.rank, o.label,
    ${excerpt("c.input")} as input, ${excerpt("c.output")} as output
  from page s
  left join online_series o on o.workspace_id = $1::uuid and o.prompt_id = $2::uuid and o.environment_id = $3::uuid
    and o.metric = $4 and o.series = s.series
  left join lateral (
    select i.id, i.at from interactions i
    where i.workspace_id = $1::uuid and i.interaction_id = s.interaction_id and i.environment_id = $3::uuid and i.has_content
    order by i.at desc limit 1) i on true
  left join interaction_contents c on c.workspace_id = $1::uuid and c.id = i.id and c.at = i.at
  order by s.rank, s.at desc, s.interaction_id desc`;

const cursorKey = z.tuple([z.number(), z.number().int().min(0).max(8.64e15), z.string().max(200)]);
const beginning = [-1e301, Date.UTC(2200, 0, 1), ""] as const;

/**
 * Lists live answers by the score of a metric, the worst or the newest first. It shows texts, so it needs
 * `interaction:read` and writes an audit entry.
 */
export async function listScoredAnswers(
  actor: Actor,
  {
    name,
    environment: place,
    metric,
    version,
    isFailed,
    order = "worst",
    limit,
    cursor,
  }: PageRequest & ScoredAnswerFilter,
): Promise<Page<ScoredAnswerView>> {
  authorize(actor, "interaction:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, cursorKey) ?? beginning;
  const [prompt, environment] = await Promise.all([
    findPromptOrThrow(workspaceId, name),
    loadEnvironment(workspaceId, place),
  ]);
  authorize(actor, "interaction:read", environment);
  const plain = scorerOf(metric) === null ? plainMetrics[metric as PlainMetric] : null;
  const rows = await prisma().$queryRawUnsafe<ScoredAnswerRow[]>(
    listText,
    workspaceId,
    prompt.id,
    environment.id,
    metric,
    version ?? null,
    isFailed ?? null,
    order === "worst",
    plain?.worse === "higher" ? -1 : 1,
    after[0],
    new Date(after[1]),
    after[2],
    limit + 1,
  );
  if (rows.some(({ input, output }) => input !== null || output !== null))
    await recordRead(actor, "answers.read", prompt, { environment: place, metric });
  return toPage(
    rows,
    limit,
    (row) => [row.rank, row.at.getTime(), row.interactionId],
    ({ rank: _, label, at, ...row }) => ({
      ...row,
      at: at.toISOString(),
      scorer: label ?? plain?.label ?? scorerOf(metric) ?? "",
    }),
  );
}
