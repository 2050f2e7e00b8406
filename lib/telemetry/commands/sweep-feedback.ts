import { databaseTime, prisma } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { contentMarks } from "../content-policy";
import { eventLimits } from "../schema";

/**
 * The number of days in which feedback without its interaction is looked at. The interaction may still arrive within
 * them.
 */
const lateDays = eventLimits.pastDays + 3;

/** How long an environment `c` (a content policy, or null) keeps events `$2` and texts `$3`, in days. */
const eventDays = "least(coalesce(c.event_days, $2), $2)";
const contentDays = "least(coalesce(c.event_days, $2), coalesce(c.content_days, $2), $2, $3)";
const daysBefore = (days: string) => `$1::timestamptz - make_interval(days => ${days}::int)`;

/** The longest of these among the environments that feedback `f` may belong to. */
const longest = (days: string) => `(select coalesce(max(${days}), $2) from environments e
  left join content_policies c on c.environment_id = e.id and c.workspace_id = e.workspace_id
  where e.workspace_id = f.workspace_id and (f.environment_ids is null or e.id = any(f.environment_ids)))`;

const interactionOf = `from interactions i where i.workspace_id = f.workspace_id and i.interaction_id = f.interaction_id`;
// One indexed search for each row. PostgreSQL would otherwise read all interactions for a join.
const isUnknown = `(select 1 ${interactionOf} limit 1) is null`;

// An interaction is no younger than its feedback, and no older than its id, if that is a UUIDv7 as resolve makes them.
const spokenOfAt = `least(f.at, case when f.interaction_id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
  then to_timestamp(('x0000' || left(replace(f.interaction_id, '-', ''), 12))::bit(64)::bigint / 1000.0) end)`;

const clearComments = `update feedback f set comment = null where f.comment is not null and (
    select 1 ${interactionOf} and (f.environment_ids is null or i.environment_id = any(f.environment_ids))
      and (i.content_mark in (${contentMarks.deleted}, ${contentMarks.expired}) or i.at < (
        select ${daysBefore(`coalesce(min(${contentDays}), least($2, $3))`)} from content_policies c
        where c.environment_id = i.environment_id and c.workspace_id = i.workspace_id))
    limit 1) is not null`;

const clearUnknownComments = `update feedback f set comment = null
  where f.comment is not null and ${spokenOfAt} < ${daysBefore(longest(contentDays))} and ${isUnknown}`;

const deleteUnknown = `delete from feedback f
  where f.at >= ${daysBefore(`${lateDays}`)} and ${spokenOfAt} < ${daysBefore("least($2, (select min(event_days) from content_policies))")}
    and ${spokenOfAt} < ${daysBefore(longest(eventDays))} and ${isUnknown}`;

const sweepMs = 60_000;

/**
 * Removes feedback that arrived after the retention of its interaction: comments when its contents are over or its user
 * was deleted, and whole feedback when no environment keeps the interaction. `sweepEnvironments` removes feedback that
 * arrived in time, together with its interaction. Feedback whose interaction is unknown here may belong to any
 * environment of its key.
 */
export async function sweepFeedback(
  keep: Partial<{ now: Date; days: number; contentDays: number }> = {},
): Promise<{ lateFeedback: number }> {
  const now = keep.now ?? (await databaseTime());
  const days = keep.days ?? env().EVENT_RETENTION_DAYS;
  const texts = Math.min(days, keep.contentDays ?? env().EVENT_CONTENT_RETENTION_DAYS ?? days);
  return prisma().$transaction(
    async (tx) => {
      const cleared = await tx.$executeRawUnsafe(clearComments, now, days, texts);
      const unknown = await tx.$executeRawUnsafe(clearUnknownComments, now, days, texts);
      const deleted = await tx.$executeRawUnsafe(deleteUnknown, now, days);
      return { lateFeedback: cleared + unknown + deleted };
    },
    { timeout: sweepMs },
  );
}
