import { databaseTime, prisma } from "@/lib/core/db";
import { dayMs } from "@/lib/core/milliseconds";
import { oneByOne } from "@/lib/core/one-by-one";
import { contentMarks } from "../content-policy";

/** A due removal in an environment with a shorter retention of contents or events than the installation. */
type DueSweep = {
  workspaceId: string;
  environmentId: string;
  kind: "contents" | "events";
  from: Date;
  to: Date;
};

/**
 * The number of days after the end of an experiment in which its events are kept. The installation's retention uses the
 * same value.
 */
const graceDays = 14;

// Contents are swept once per day of events, because late contents are not stored (content-policy.ts). Events may be up
// to 30 days late, so the last 31 days are swept again. Scores, notes and marks stay here when ClickHouse alone has the
// events.
const dueText = `
  with policies as (
    select c.*, (select min(p.started_at) from experiment_phases p join experiments e on e.id = p.experiment_id
        where e.workspace_id = c.workspace_id and e.environment_id = c.environment_id
          and (p.ended_at is null or p.ended_at > $1::timestamptz - make_interval(days => ${graceDays}))) as needed_from,
      coalesce((select min(i.at) from interactions i where i.workspace_id = c.workspace_id),
        $1::timestamptz - interval '31 days') as oldest
    from content_policies c where c.content_days is not null or c.event_days is not null)
  select workspace_id as "workspaceId", environment_id as "environmentId", 'contents' as kind,
    coalesce(contents_cleared_to, oldest) as "from", $1::timestamptz - make_interval(days => content_days) as "to"
  from policies where content_days is not null
  union all
  select workspace_id, environment_id, 'events', coalesce(events_cleared_to - interval '31 days', oldest),
    least(needed_from, $1::timestamptz - make_interval(days => event_days))
  from policies where event_days is not null`;

const inPart = `i.workspace_id = $1::uuid and i.environment_id = $2::uuid and i.at >= $3 and i.at < $4
  and i.prompt_id in (select id from prompts where workspace_id = $1::uuid)`;

// Judges quote what they read. The scores themselves are compared for longer.
const scoredInPart = `s.workspace_id = $1::uuid and s.environment_id = $2::uuid and s.at >= $3 and s.at < $4
  and s.prompt_id in (select id from prompts where workspace_id = $1::uuid)`;

const clearContents = `with old as (
    update interactions i set has_content = false, content_mark = ${contentMarks.expired}
    where ${inPart} and i.has_content returning i.id, i.at, i.interaction_id),
  texts as (
    delete from interaction_contents c using old where c.workspace_id = $1::uuid and c.id = old.id and c.at = old.at),
  spoken as (
    update feedback f set comment = null from interactions i
    where ${inPart} and f.workspace_id = $1::uuid and f.interaction_id = i.interaction_id and f.comment is not null),
  judged as (
    update online_scores s set explanation = '' where ${scoredInPart} and s.explanation <> '')
  select count(*)::int as removed from old`;

const clearEvents = `with old as (
    delete from interactions i where ${inPart} returning i.id, i.at, i.interaction_id, i.has_content),
  texts as (
    delete from interaction_contents c using old
    where old.has_content and c.workspace_id = $1::uuid and c.id = old.id and c.at = old.at),
  spoken as (
    delete from feedback f using old where f.workspace_id = $1::uuid and f.interaction_id = old.interaction_id),
  noted as (
    delete from interaction_notes n where n.workspace_id = $1::uuid and n.environment_id = $2::uuid
      and (n.created_at < $3 or n.interaction_id in (select interaction_id from old))),
  marked as (
    delete from interaction_marks m where m.workspace_id = $1::uuid and m.environment_id = $2::uuid
      and (m.review_asked_at < $3 or m.interaction_id in (select interaction_id from old))),
  judged as (
    update online_scores s set explanation = '', user_id = null
    where ${scoredInPart} and (s.explanation <> '' or s.user_id is not null))
  select count(*)::int as removed from old`;

// Spans contain their texts.
const clearSpans = `delete from spans where workspace_id = $1::uuid and environment_id = $2::uuid and at >= $3 and at < $4`;

/** Removes contents and events of environments with a shorter retention, one day at a time, until the deadline. */
export async function sweepEnvironments(
  deadlineAt: number,
  { now }: { now?: Date } = {},
): Promise<Record<string, number>> {
  const at = now ?? (await databaseTime());
  const due = await prisma().$queryRawUnsafe<DueSweep[]>(dueText, at);
  let expired = 0;
  const failure = "old events of an environment could not be removed now";
  const idOf = ({ workspaceId, environmentId, kind }: DueSweep) => ({ workspaceId, environmentId, kind });
  await oneByOne(
    due,
    { name: "retention of environments", deadlineAt, idOf, failure },
    async ({ workspaceId, environmentId, kind, from, to }) => {
      for (let start = from.getTime(); start < to.getTime() && Date.now() < deadlineAt; start += dayMs) {
        const part = [workspaceId, environmentId, new Date(start), new Date(Math.min(start + dayMs, to.getTime()))];
        const text = kind === "contents" ? clearContents : clearEvents;
        const column = kind === "contents" ? "contents_cleared_to" : "events_cleared_to";
        const [[row]] = await prisma().$transaction([
          prisma().$queryRawUnsafe<[{ removed: number }]>(text, ...part),
          prisma().$executeRawUnsafe(clearSpans, ...part),
          prisma().$executeRawUnsafe(
            `update content_policies set ${column} = greatest(${column}, $3)
           where workspace_id = $1::uuid and environment_id = $2::uuid`,
            workspaceId,
            environmentId,
            part[3],
          ),
        ]);
        expired += row.removed;
      }
    },
  );
  return { expired };
}
