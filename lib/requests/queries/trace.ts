import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { ContentMark } from "@/lib/telemetry/content-policy";
import { listReadable, toContentMark } from "@/lib/telemetry/queries/interactions";
import { type Attributes, type InteractionKind, interactionKinds, kindNumbers } from "@/lib/telemetry/schema";
import { recordFirstRead } from "../commands/record-read";
import { type TreeStep, treeOf } from "../trace-tree";

/** One step of a trace: a span, or an interaction that was reported with the trace's id. Times in ms. */
export type TraceStep = {
  id: string;
  parentId: string | null;
  at: number;
  durationMs: number;
  ttftMs: number | null;
  name: string;
  kind: InteractionKind;
  service: string | null;
  model: string | null;
  prompt: string | null;
  version: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  error: string | null;
  userId: string | null;
  sessionId: string | null;
  interactionId: string | null;
  environment: string;
  attributes: Attributes;
  input: unknown;
  output: unknown;
  /** Of an interaction: whether it came with texts, and what was done to them. Of other steps nothing is known. */
  hasContent: boolean;
  contentMark: ContentMark | null;
};

export type TraceView = { traceId: string; steps: TreeStep<TraceStep>[]; isCut: boolean };

type TraceStepRow = Omit<TraceStep, "at" | "kind" | "environment" | "attributes" | "contentMark"> & {
  contentMark: number | null;
  at: Date;
  kind: number | null;
  environmentId: string;
  attributes: Attributes | null;
};

const mostSteps = 1_000;
const kindOf = (number: number | null) => interactionKinds.find((kind) => kindNumbers[kind] === number) ?? "llm";

// A span that is an interaction too comes once, with what the interaction knows: its prompt and version.
const text = `
  select s.span_id as id, s.parent_id as "parentId", s.at, s.duration_ms as "durationMs", s.ttft_ms as "ttftMs", s.name,
    s.kind::int as kind, s.service, s.model, i.prompt, i.version, s.input_tokens as "inputTokens",
    s.output_tokens as "outputTokens", s.cost_usd as "costUsd", s.error, s.user_id as "userId",
    s.session_id as "sessionId", i.interaction_id as "interactionId", s.environment_id as "environmentId", s.attributes,
    s.input, s.output, coalesce(i.has_content, false) as "hasContent", i.content_mark::int as "contentMark"
  from spans s
  left join lateral (
    select i.interaction_id, p.name as prompt, i.version, i.has_content, i.content_mark from interactions i
    join prompts p on p.id = i.prompt_id and p.workspace_id = i.workspace_id
    where i.workspace_id = s.workspace_id and i.interaction_id = s.interaction_id and i.environment_id = any($3::uuid[])
    order by i.at desc limit 1) i on true
  where s.workspace_id = $1::uuid and s.trace_id = $2 and s.environment_id = any($3::uuid[])
  union all
  select i.interaction_id, i.parent_id, i.at, coalesce(i.latency_ms, 0), i.ttft_ms, coalesce(i.name, p.name), i.kind::int, null,
    i.model, p.name, i.version, i.input_tokens, i.output_tokens, i.cost_usd, i.error, i.user_id, i.session_id,
    i.interaction_id, i.environment_id, i.attributes, c.input, c.output, i.has_content, i.content_mark::int
  from interactions i join prompts p on p.id = i.prompt_id and p.workspace_id = i.workspace_id
  left join interaction_contents c on i.has_content and c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
  where i.workspace_id = $1::uuid and i.trace_id = $2 and i.environment_id = any($3::uuid[]) and not exists (
    select from spans s where s.workspace_id = $1::uuid and s.trace_id = $2 and s.interaction_id = i.interaction_id)
  order by at limit ${mostSteps + 1}`;

/** The steps of a trace in the order of its tree, the first 1,000. 404 `not_found`. */
export async function getTraceOrThrow(actor: Actor, traceId: string): Promise<TraceView> {
  const environments = await listReadable(actor, undefined);
  const ids = environments.map(({ id }) => id);
  const rows = await prisma().$queryRawUnsafe<TraceStepRow[]>(text, actor.workspaceId, traceId, ids);
  if (rows.length === 0) throw notFound(`The trace ${traceId}`);
  await recordFirstRead(actor);
  const steps = rows.slice(0, mostSteps).map(({ at, kind, environmentId, attributes, contentMark, ...row }) => ({
    ...row,
    contentMark: toContentMark(contentMark),
    at: at.getTime(),
    kind: kindOf(kind),
    environment: environments.find(({ id }) => id === environmentId)?.name ?? "",
    attributes: attributes ?? {},
  }));
  return { traceId, steps: treeOf(steps), isCut: rows.length > mostSteps };
}
