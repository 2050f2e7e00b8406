import type { Actor } from "@/lib/auth/actor";
import { authorize, can, type EnvironmentScope } from "@/lib/auth/authorize";
import { recordRead } from "@/lib/auth/commands/record-read";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { contentMarkNames, contentMarks } from "../content-policy";
import { feedbackAbout, feedbackColumns, isDone, keptComment } from "../feedback-sql";
import { type Reason, reasonNumbers } from "../interaction-mark";
import type { FeedbackView, InteractionRow, InteractionView } from "../interaction-row";
import { kindOfNumber } from "../schema";
import { findKeptInteractions } from "../store/queries/kept-interaction";

/** An interaction with its input and output. */
export type InteractionDetail = InteractionView & { input: unknown; output: unknown };

/** The columns of an interaction `i` of a prompt `p` with its feedback `f`. */
export const interactionColumns = `i.id, i.interaction_id as "interactionId", i.at, p.name as prompt, i.version,
  i.environment_id as "environmentId", i.reason::int as reason, i.user_id as "userId", i.session_id as "sessionId",
  i.trace_id as "traceId", i.parent_id as "parentId", i.name, i.kind::int as kind, i.model, i.attributes,
  i.latency_ms as "latencyMs", i.ttft_ms as "ttftMs", i.input_tokens as "inputTokens", i.output_tokens as "outputTokens",
  i.cached_tokens as "cachedTokens", i.cost_usd as "costUsd", i.error, i.refused, i.violation,
  i.has_content as "hasContent", i.content_mark::int as "contentMark", ${isDone("i")} as completed, f.at as "saidAt", f.thumbs_up as "thumbsUp",
  f.stars::int as stars, f.edited, f.regenerated, ${keptComment("i")}`;

/** Joins the prompt `p` and the feedback `f` of an interaction `i`. */
export const interactionJoins = `join prompts p on p.id = i.prompt_id and p.workspace_id = i.workspace_id
  left join lateral (select ${feedbackColumns} from ${feedbackAbout("i")}) f on true`;

const toFeedback = ({ saidAt, thumbsUp, stars, edited, regenerated, comment }: InteractionRow): FeedbackView | null =>
  saidAt && {
    at: saidAt.toISOString(),
    thumbs: thumbsUp === null ? null : thumbsUp ? "up" : "down",
    stars,
    edited,
    regenerated,
    comment,
  };

const reasonOfNumber = (number: number | null) =>
  (Object.keys(reasonNumbers) as Reason[]).find((reason) => reasonNumbers[reason] === number) ?? null;
/** Converts a stored number to the mark of contents. */
export const toContentMark = (number: number | null) =>
  contentMarkNames.find((mark) => contentMarks[mark] === number) ?? null;

/** Converts a row to the view for people and applications. */
export function toInteractionView(row: InteractionRow, environments: readonly EnvironmentScope[]): InteractionView {
  const { interactionId, at, prompt, version, environmentId, userId, sessionId, traceId, parentId, name, model } = row;
  const { latencyMs, ttftMs, inputTokens, outputTokens, cachedTokens, costUsd, error } = row;
  const { completed, refused, violation, hasContent } = row;
  return {
    interactionId,
    at: at.toISOString(),
    prompt,
    version,
    environment: environments.find(({ id }) => id === environmentId)?.name ?? "",
    reason: reasonOfNumber(row.reason),
    userId,
    sessionId,
    traceId,
    parentId,
    name,
    kind: kindOfNumber(row.kind),
    model,
    attributes: row.attributes ?? {},
    latencyMs,
    ttftMs,
    inputTokens,
    outputTokens,
    cachedTokens,
    costUsd,
    error,
    completed,
    refused,
    violation,
    feedback: toFeedback(row),
    hasContent,
    contentMark: toContentMark(row.contentMark),
  };
}

/** Lists the environments whose interactions the actor may read. A named environment without access is refused. */
export async function listReadable(actor: Actor, named: string | undefined): Promise<EnvironmentScope[]> {
  authorize(actor, "interaction:read");
  const all = await prisma().environment.findMany({
    where: { workspaceId: actor.workspaceId, ...(named !== undefined && environmentCalled(named)) },
    select: { id: true, name: true, isProtected: true },
    orderBy: { position: "asc" },
  });
  if (named === undefined) return all.filter((environment) => can(actor, "interaction:read", environment));
  if (!all[0]) throw notFound(`The environment ${named}`);
  authorize(actor, "interaction:read", all[0]);
  return all;
}

const someText = `select ${interactionColumns}, c.input, c.output
  from (
    select distinct on (interaction_id) * from interactions
    where workspace_id = $1::uuid and interaction_id = any($2::text[]) and environment_id = any($3::uuid[])
    order by interaction_id, at desc) i
  left join interaction_contents c on i.has_content and c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
  ${interactionJoins}`;

/** Returns all of these interactions. Throws 404 `not_found` with the first missing id. */
async function listInteractionsOrThrow(actor: Actor, interactionIds: readonly string[]): Promise<InteractionDetail[]> {
  const found = await listInteractions(actor, interactionIds);
  const known = new Set(found.map(({ interactionId }) => interactionId));
  const missing = interactionIds.find((id) => !known.has(id));
  if (missing !== undefined) throw notFound(`The interaction ${missing}`);
  return found;
}

/**
 * Lists interactions by the ids that resolve returned, with their texts, in the requested order. If an interaction was
 * reported twice, the later report is used. Reading texts is recorded. Missing interactions are left out.
 */
export async function listInteractions(actor: Actor, interactionIds: readonly string[]): Promise<InteractionDetail[]> {
  const environments = await listReadable(actor, undefined);
  type Whole = InteractionRow & { input: unknown; output: unknown };
  const { workspaceId } = actor;
  const ids = environments.map(({ id }) => id);
  const recent = await prisma().$queryRawUnsafe<Whole[]>(someText, workspaceId, interactionIds, ids);
  const found = new Map(recent.map((row) => [row.interactionId, row]));
  const missing = interactionIds.filter((id) => !found.has(id));
  for (const row of await findKeptInteractions(workspaceId, missing, ids)) found.set(row.interactionId, row);
  const matching = interactionIds.flatMap((id) => found.get(id) ?? []);
  const [first, ...more] = matching.filter(({ hasContent }) => hasContent);
  if (first) {
    const read = { id: first.interactionId, name: first.prompt };
    const others = more.map(({ interactionId }) => interactionId);
    await recordRead(actor, "interaction.read", read, others.length > 0 ? { more: others } : {});
  }
  return matching.map((row) => {
    const { input, output } = row;
    return { ...toInteractionView(row, environments), input: input ?? null, output: output ?? null };
  });
}

/** Returns one interaction by its id. Throws 404 `not_found`. */
export async function getInteractionOrThrow(actor: Actor, interactionId: string): Promise<InteractionDetail> {
  const [interaction] = await listInteractionsOrThrow(actor, [interactionId]);
  return interaction as InteractionDetail;
}
