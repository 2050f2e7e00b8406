import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { listReadable, toContentMark } from "@/lib/telemetry/queries/interactions";
import { kindOfNumber } from "@/lib/telemetry/schema";
import { spansOfTrace } from "@/lib/telemetry/span-sql";
import { findReadable } from "@/lib/telemetry/store/queries/readable";
import { recordFirstRead } from "../commands/record-read";
import { withListPrice } from "../list-prices";
import { mostTextBytes, type TraceStep, type TraceStepRow } from "../trace-step";
import { treeOf } from "../trace-tree";
import { readKeptTrace } from "./readers/kept-trace";

const mostSteps = 1_000;

// A span that is also an interaction appears once, with the interaction's prompt and version.
const stepsText = `with here as (${spansOfTrace})
  select s.span_id as id, s.interaction_id as names, s.parent_id as "parentId", s.at, s.duration_ms as "durationMs", s.ttft_ms as "ttftMs", s.name,
    s.kind::int as kind, s.service, s.model, i.prompt, i.version, s.input_tokens as "inputTokens",
    s.output_tokens as "outputTokens", s.cost_usd as "costUsd", s.error, s.user_id as "userId",
    s.session_id as "sessionId", i.interaction_id as "interactionId", s.environment_id as "environmentId", s.attributes,
    s.input, s.output, coalesce(i.has_content, false) as "hasContent", i.content_mark::int as "contentMark"
  from here s
  left join lateral (
    select i.interaction_id, p.name as prompt, i.version, i.has_content, i.content_mark from interactions i
    join prompts p on p.id = i.prompt_id and p.workspace_id = i.workspace_id
    where i.workspace_id = $1::uuid and i.interaction_id = s.interaction_id and i.environment_id = any($3::uuid[])
    order by i.at desc limit 1) i on true
  where s.environment_id = any($3::uuid[])
  union all
  select i.interaction_id, null, i.parent_id, i.at, coalesce(i.latency_ms, 0), i.ttft_ms, coalesce(i.name, p.name), i.kind::int, null,
    i.model, p.name, i.version, i.input_tokens, i.output_tokens, i.cost_usd, i.error, i.user_id, i.session_id,
    i.interaction_id, i.environment_id, i.attributes, c.input, c.output, i.has_content, i.content_mark::int
  from interactions i join prompts p on p.id = i.prompt_id and p.workspace_id = i.workspace_id
  left join interaction_contents c on i.has_content and c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
  where i.workspace_id = $1::uuid and i.trace_id = $2 and i.environment_id = any($3::uuid[]) and not exists (
    select from here s where s.interaction_id = i.interaction_id)
  order by at limit ${mostSteps + 1}`;
// Of the texts that are left for later, only the size is read. `$4` are the steps whose texts are read; null: the
// first.
const text = `select id, names, "parentId", at, "durationMs", "ttftMs", name, kind, service, model, prompt, version,
    "inputTokens", "outputTokens", "costUsd", error, "userId", "sessionId", "interactionId", "environmentId", attributes,
    "hasContent", "contentMark", "isLater", case when not "isLater" then input end as input,
    case when not "isLater" then output end as output
  from (
    select *, size > 0 and case when $4::text[] is null then sum(size) over (order by at, id) > ${mostTextBytes}
      else id <> all($4::text[]) end as "isLater"
    from (
      select *, coalesce(pg_column_size(input), 0) + coalesce(pg_column_size(output), 0) as size
      from (${stepsText}) s) s) s
  order by at`;

/** Returns a span with the data of the interaction that it names. Pure. */
const asAnswered = (span: TraceStepRow, { prompt, version, interactionId, hasContent, contentMark }: TraceStepRow) =>
  Object.assign(span, { prompt, version, interactionId, hasContent, contentMark });

/**
 * Merges the steps in PostgreSQL with those in ClickHouse, which has dropped rows and rows that were never in
 * PostgreSQL. If a step is in both, the one with a prompt is used.
 */
async function withKept(recent: TraceStepRow[], readKept: () => Promise<TraceStepRow[]>): Promise<TraceStepRow[]> {
  if (recent.length === 0) return readKept();
  if (!(await findReadable())?.isDirect) return recent;
  const storedSteps = await readKept().catch(() => []); // ClickHouse does not respond
  const known = new Map(storedSteps.map((step) => [step.id, step]));
  for (const step of recent) {
    const answer = step.names === null || step.names === step.id ? undefined : known.get(step.names);
    if (answer && known.delete(answer.id)) known.set(step.id, asAnswered(step, answer));
    else if (step.prompt || !known.get(step.id)?.prompt) known.set(step.id, step);
  }
  return [...known.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/**
 * Returns the first 1,000 steps of a trace, in tree order, with the texts of these steps, or else of the first ones.
 * Throws 404 `not_found`.
 */
export async function getTraceOrThrow(actor: Actor, traceId: string, textsOf: readonly string[] | null = null) {
  const environments = await listReadable(actor, undefined);
  const ids = environments.map(({ id }) => id);
  const { workspaceId } = actor;
  const recent = await prisma().$queryRawUnsafe<TraceStepRow[]>(text, workspaceId, traceId, ids, textsOf);
  const place = { workspaceId, environmentIds: ids, traceId };
  const rows = await withKept(recent, () => readKeptTrace(place, textsOf, mostSteps + 1));
  if (rows.length === 0) throw notFound(`The trace ${traceId}`);
  await recordFirstRead(actor);
  const steps: TraceStep[] = rows
    .slice(0, mostSteps)
    .map(({ at, kind, environmentId, attributes, contentMark, names: _, ...row }) => ({
      ...row,
      contentMark: toContentMark(contentMark),
      at: at.getTime(),
      kind: kindOfNumber(kind),
      pricedUsd: kindOfNumber(kind) === "llm" ? withListPrice(row).pricedUsd : null,
      environment: environments.find(({ id }) => id === environmentId)?.name ?? "",
      attributes: attributes ?? {},
    }));
  return { traceId, steps: treeOf(steps), isCut: rows.length > mostSteps };
}

/** Returns the texts of one step of a trace. Throws 404 `not_found`. */
export async function getStepTextsOrThrow(actor: Actor, traceId: string, id: string) {
  const { steps } = await getTraceOrThrow(actor, traceId, [id]);
  const step = steps.find((one) => one.id === id);
  if (!step) throw notFound(`The step ${id}`);
  const { input, output } = step;
  return { input, output };
}

export type TraceView = Awaited<ReturnType<typeof getTraceOrThrow>>;
