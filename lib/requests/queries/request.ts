import type { Actor } from "@/lib/auth/actor";
import { isAppError } from "@/lib/core/errors";
import { lookUpRecorded } from "@/lib/experiments/queries/look-up-recorded";
import { findUserAssignment } from "@/lib/experiments/queries/user-assignment";
import { type AnswerScore, getAnswerOrThrow } from "@/lib/guards/queries/quality-answer";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { resolvedAtOf } from "@/lib/telemetry/interaction-mark";
import type { InteractionDetail } from "@/lib/telemetry/queries/interactions";
import { recordFirstRead } from "../commands/record-read";
import { type FilledPrompt, fillPrompt } from "../filled-prompt";
import { withListPrice } from "../list-prices";
import { splitCalls, type ToolCall, toolsBeside } from "../tool-calls";
import type { TraceStep } from "../trace-step";
import { type WhyStep, whySteps } from "../why";
import { type MarksView, readMarks } from "./marks";
import { listRequests, type RequestView } from "./requests";
import { getTraceOrThrow } from "./trace";

/** All details of one request. */
export type RequestDetail = {
  interaction: InteractionDetail & Pick<RequestView, "pricedUsd">;
  scores: AnswerScore[];
  /** Null if the version no longer exists. */
  prompt: FilledPrompt | null;
  why: WhyStep[];
  marks: MarksView;
  /** The output without the tool calls in it, and these calls. */
  said: { answer: unknown; toolCalls: ToolCall[] };
  /** The number of steps in its trace, and the tools and retrievals that ran for it. Null without a trace. */
  trace: { steps: number; tools: ToolStep[] } | null;
  /** The requests of its session including itself, the oldest first. Empty without a session. */
  session: RequestView[];
};

/** A tool or retrieval that ran for a request. */
export type ToolStep = Pick<TraceStep, "id" | "name" | "kind" | "durationMs" | "error" | "input" | "output">;

const mostNeighbours = 20;
const noneIfMissing = (error: unknown) => {
  if (isAppError(error) && error.status < 500) return null;
  throw error;
};

async function readWhy(actor: Actor, interaction: InteractionDetail): Promise<WhyStep[]> {
  const { prompt, environment, interactionId, userId } = interaction;
  const at = new Date(resolvedAtOf(interactionId) ?? Date.parse(interaction.at)).toISOString();
  const user = userId ? { userId } : {};
  const [found, assignment] = await Promise.all([
    lookUpRecorded(actor, { prompt, environment, at, ...user }).catch(noneIfMissing),
    userId ? findUserAssignment(actor, { prompt, environment, at, userId }).catch(noneIfMissing) : null,
  ]);
  return found ? whySteps(interaction, found, assignment) : [];
}

async function readTrace(actor: Actor, { traceId, interactionId }: InteractionDetail): Promise<RequestDetail["trace"]> {
  const trace = traceId ? await getTraceOrThrow(actor, traceId, []).catch(noneIfMissing) : null;
  if (!trace || !traceId) return null;
  const found = toolsBeside(trace.steps, interactionId);
  const ids = found.filter((step) => step.isLater).map(({ id }) => id);
  const texts = ids.length > 0 ? (await getTraceOrThrow(actor, traceId, ids)).steps : [];
  const tools = found.map(({ id, name, kind, durationMs, error }): ToolStep => {
    const { input = null, output = null } = texts.find((step) => step.id === id) ?? {};
    return { id, name, kind, durationMs, error, input, output };
  });
  return { steps: trace.steps.length, tools };
}

/**
 * Returns one request with its texts, why it got its version, its scores, feedback and notes, and its session. The
 * audit log records once a day that the actor read texts. Throws 404 `not_found`.
 */
export async function getRequestOrThrow(actor: Actor, interactionId: string): Promise<RequestDetail> {
  const { interaction, scores } = await getAnswerOrThrow(actor, interactionId);
  const { prompt, version, sessionId, input } = interaction;
  const [content, why, marks, trace, session] = await Promise.all([
    getVersionOrThrow(actor, prompt, version).catch(noneIfMissing),
    readWhy(actor, interaction),
    readMarks(actor, interactionId),
    readTrace(actor, interaction),
    sessionId ? listRequests(actor, { sessionId, limit: mostNeighbours }) : null,
  ]);
  await recordFirstRead(actor);
  return {
    interaction: withListPrice(interaction),
    scores,
    prompt: content && fillPrompt(content.expanded ?? content.content, input),
    why,
    marks,
    said: splitCalls(interaction.output),
    trace,
    session: session?.items.toReversed() ?? [],
  };
}
