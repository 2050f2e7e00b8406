import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize, can, type EnvironmentScope } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { feedbackAbout, feedbackColumns, isDone } from "../feedback-sql";

/** What people said of an answer in the end; null where nobody said it. */
type FeedbackView = {
  at: string;
  thumbs: "up" | "down" | null;
  stars: number | null;
  edited: boolean | null;
  regenerated: boolean | null;
  comment: string | null;
};

/** One use of a prompt by an application, with what became of it. */
export type InteractionView = {
  interactionId: string;
  at: string;
  prompt: string;
  version: number;
  environment: string;
  userId: string | null;
  latencyMs: number | null;
  ttftMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  /** The latest word of the application and of the user. */
  completed: boolean | null;
  refused: boolean | null;
  violation: boolean | null;
  feedback: FeedbackView | null;
  /** Whether `input` or `output` was sent along, and is kept still. */
  hasContent: boolean;
};

/** With what went in and came out. */
export type InteractionDetail = InteractionView & { input: unknown; output: unknown };

/** `from` and `to` (before it) are instants; every environment the actor may see when none is named. */
export type InteractionFilter = {
  prompt: string;
  environment?: string | undefined;
  userId?: string | undefined;
  version?: number | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

type InteractionRow = Omit<InteractionView, "at" | "prompt" | "environment" | "feedback"> & {
  id: string;
  at: Date;
  environmentId: string;
  saidAt: Date | null;
  thumbsUp: boolean | null;
  stars: number | null;
  edited: boolean | null;
  regenerated: boolean | null;
  comment: string | null;
};

const columns = `i.id, i.interaction_id as "interactionId", i.at, i.version, i.environment_id as "environmentId",
  i.user_id as "userId", i.latency_ms as "latencyMs", i.ttft_ms as "ttftMs", i.input_tokens as "inputTokens",
  i.output_tokens as "outputTokens", i.cost_usd as "costUsd", i.refused, i.violation, i.has_content as "hasContent",
  ${isDone("i")} as completed, f.at as "saidAt", f.thumbs_up as "thumbsUp", f.stars::int as stars, f.edited, f.regenerated,
  f.comment`;
const withFeedback = `left join lateral (
  select ${feedbackColumns} from ${feedbackAbout("i")}) f on true`;

// One search per environment follows an index from the newest on, and stops when it has enough.
const listText = (hasUser: boolean) => `select ${columns} from (
    select i.* from unnest($2::uuid[]) e (id) cross join lateral (
      select * from interactions i
      where i.workspace_id = $1::uuid and i.prompt_id = $3::uuid and i.environment_id = e.id
        and i.at >= $4 and i.at < $5 and (i.at, i.id) < ($6, $7)
        and ($8::int is null or i.version = $8)${hasUser ? " and i.user_id = $10" : ""}
      order by i.at desc, i.id desc limit $9) i
    order by i.at desc, i.id desc limit $9) i
  ${withFeedback} order by i.at desc, i.id desc`;

const cursorKey = z.tuple([z.number().int().min(0).max(8.64e15), z.string().max(200)]);
const farAhead = new Date("2200-01-01T00:00:00Z");

const toFeedback = ({ saidAt, thumbsUp, stars, edited, regenerated, comment }: InteractionRow): FeedbackView | null =>
  saidAt && {
    at: saidAt.toISOString(),
    thumbs: thumbsUp === null ? null : thumbsUp ? "up" : "down",
    stars,
    edited,
    regenerated,
    comment,
  };

function toView(row: InteractionRow, prompt: string, environments: readonly EnvironmentScope[]): InteractionView {
  const { interactionId, at, version, environmentId, userId, latencyMs, ttftMs, inputTokens, outputTokens } = row;
  const { costUsd, completed, refused, violation, hasContent } = row;
  const environment = environments.find(({ id }) => id === environmentId)?.name ?? "";
  return {
    interactionId,
    at: at.toISOString(),
    prompt,
    version,
    environment,
    userId,
    latencyMs,
    ttftMs,
    inputTokens,
    outputTokens,
    costUsd,
    completed,
    refused,
    violation,
    feedback: toFeedback(row),
    hasContent,
  };
}

/** Environments whose interactions the actor may see; one that is named and out of reach is refused. */
async function visible(actor: Actor, named: string | undefined): Promise<EnvironmentScope[]> {
  const all = await prisma().environment.findMany({
    where: { workspaceId: actor.workspaceId, ...(named !== undefined && { name: named }) },
    select: { id: true, name: true, isProtected: true },
    orderBy: { position: "asc" },
  });
  if (named === undefined) return all.filter((environment) => can(actor, "interaction:read", environment));
  if (!all[0]) throw notFound(`The environment ${named}`);
  authorize(actor, "interaction:read", all[0]);
  return all;
}

/** Interactions with a prompt and what was said of them, newest first; without their texts. */
export async function listInteractions(
  actor: Actor,
  { prompt: asked, environment, userId, version, from, to, limit, cursor }: PageRequest & InteractionFilter,
): Promise<Page<InteractionView>> {
  authorize(actor, "interaction:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, cursorKey);
  const [prompt, environments] = await Promise.all([
    findPromptOrThrow(workspaceId, asked),
    visible(actor, environment),
  ]);
  const [at, id] = after ?? [farAhead.getTime(), ""];
  const values = [
    workspaceId,
    environments.map((each) => each.id),
    prompt.id,
    from ? new Date(from) : new Date(0),
    to ? new Date(to) : farAhead,
    new Date(at),
    id,
    version ?? null,
    limit + 1,
    ...(userId === undefined ? [] : [userId]),
  ];
  const rows = await prisma().$queryRawUnsafe<InteractionRow[]>(listText(userId !== undefined), ...values);
  return toPage(
    rows,
    limit,
    (row) => [row.at.getTime(), row.id],
    (row) => toView(row, prompt.name, environments),
  );
}

const oneText = `select ${columns}, p.name as prompt, c.input, c.output
  from (
    select * from interactions
    where workspace_id = $1::uuid and interaction_id = $2 and environment_id = any($3::uuid[])
    order by at desc limit 1) i
  join prompts p on p.id = i.prompt_id and p.workspace_id = i.workspace_id
  left join interaction_contents c on i.has_content and c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
  ${withFeedback}`;

/** One interaction by the id that resolve gave it, with its texts; of two reports the later one. 404 `not_found`. */
export async function getInteractionOrThrow(actor: Actor, interactionId: string): Promise<InteractionDetail> {
  authorize(actor, "interaction:read");
  const environments = await visible(actor, undefined);
  type Whole = InteractionRow & { prompt: string; input: unknown; output: unknown };
  const ids = environments.map(({ id }) => id);
  const [row] = await prisma().$queryRawUnsafe<Whole[]>(oneText, actor.workspaceId, interactionId, ids);
  if (!row) throw notFound(`The interaction ${interactionId}`);
  return { ...toView(row, row.prompt, environments), input: row.input ?? null, output: row.output ?? null };
}
