import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { hasNameSql } from "@/lib/core/environment-name";
import { lookUp, lookUpView } from "@/lib/registry/queries/releases";
import { reasonNumbers, resolvedAtOf } from "@/lib/telemetry/interaction-mark";
import { type RecordedAnswer, spreadMs, type Transition, transitionView, versionDuringSpread } from "../transition";

/** The maximum time until an application reports an answer, by its own clock. */
const reportedWithinMs = 15 * 60_000;
const maxAnswers = 2_000;

type Question = { prompt: string; environment: string; at: string; userId?: string | undefined };
/** The version that was live at a given time, and the change of version that was still spreading then. */
export const recordedLookUpView = lookUpView.extend({
  transition: transitionView.nullable().meta({
    description:
      "A release in the five seconds before, when some instances may still have returned the previous version; null if there was none. `recorded`: reported answers show which version was returned.",
  }),
});
export type RecordedLookUp = z.output<typeof recordedLookUpView>;

/**
 * `lookUp`, corrected by recorded answers: within five seconds of a release, returns a version that no recorded answer
 * contradicts. With `userId`, that user's own answers take precedence.
 */
export async function lookUpRecorded(actor: Actor, question: Question): Promise<RecordedLookUp> {
  const found = await lookUp(actor, question);
  const { release } = found;
  const [instant, from] = [Date.parse(found.at), Date.parse(release?.at ?? found.at)];
  if (!release || instant - from >= spreadMs) return { ...found, transition: null };
  const { fromVersion: previous, toVersion: next } = release;
  // With a holdback, some users keep the previous version on purpose, so their answers are no evidence about the
  // release.
  const answers = previous === null || found.control ? [] : await listAnswers(actor.workspaceId, question, from);
  const own = answers.filter(({ userId }) => userId !== null && userId === question.userId);
  const observed =
    previous === null
      ? ({ version: next, source: "computed" } as const)
      : versionDuringSpread(own.length > 0 ? own : answers, { at: instant, previous, next });
  const transition: Transition = {
    from: release.at,
    until: new Date(from + spreadMs).toISOString(),
    previousVersion: previous,
    releasedVersion: next,
    source: observed.source,
  };
  if (observed.version === next) return { ...found, transition };
  const before = await lookUp(actor, { ...question, at: new Date(from - 1).toISOString() });
  return { ...before, at: found.at, transition };
}

/** Answers with the reason "release", from `from` until the release has spread. */
async function listAnswers(
  workspaceId: string,
  { prompt, environment }: Question,
  from: number,
): Promise<(RecordedAnswer & { userId: string | null })[]> {
  const rows = await prisma().$queryRaw<{ interactionId: string; version: number; userId: string | null }[]>`
    select i.interaction_id as "interactionId", i.version, i.user_id as "userId"
    from interactions i join environments e on e.id = i.environment_id and e.workspace_id = i.workspace_id
    where i.workspace_id = ${workspaceId}::uuid and ${hasNameSql(environment)}
      and i.prompt_id = (select id from prompts where workspace_id = ${workspaceId}::uuid and name = ${prompt}
        union all select prompt_id from prompt_aliases where workspace_id = ${workspaceId}::uuid and name = ${prompt} limit 1)
      and i.at between ${new Date(from)} and ${new Date(from + reportedWithinMs)} and i.reason = ${reasonNumbers.release}
    order by i.at limit ${maxAnswers}`;
  return rows.flatMap(({ interactionId, version, userId }) => {
    const resolvedAt = resolvedAtOf(interactionId);
    const isWithin = resolvedAt !== null && resolvedAt >= from && resolvedAt < from + spreadMs;
    return isWithin ? [{ version, userId, resolvedAt }] : [];
  });
}
