import { randomUUID } from "node:crypto";
import type { SystemActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { prisma, type Transaction } from "@/lib/core/db";
import type { DataDeletion } from "@/lib/core/generated/prisma/client";
import { contentMarks } from "@/lib/telemetry/content-policy";
import type { MadeCase } from "../queries/data-deletions";
import { nameOf } from "./delete-user-data";

/** What is on its way when somebody asks arrives within this time, and is deleted too. */
const firstAfterSeconds = 60;
/** Scores of judges that were asked before the first pass are there by then. */
const secondAfterSeconds = 300;
const mostAtOnce = 100;
/** Interactions of a user in one transaction: some seconds of work. */
const rowsAtOnce = 10_000;
const partMs = 60_000;

type Counts = Record<string, number>;
type Pass = { workspaceId: string; userId: string; standIn: string; earlier: string | null; until: Date };

// Who is meant: interactions of the user, those of a pass before, and those of nobody within the user's traces.
const meantText = `create temporary table erased on commit drop as
  with own as (
    select at, id, interaction_id, prompt_id, environment_id, trace_id, session_id, true as is_own from interactions
    where workspace_id = $1::uuid and prompt_id in (select id from prompts where workspace_id = $1::uuid)
      and user_id in ($2, $3) and at <= $4 and at >= $5
    order by at limit ${rowsAtOnce})
  select * from own
  union all
  select i.at, i.id, i.interaction_id, i.prompt_id, i.environment_id, i.trace_id, i.session_id, false from interactions i
  where i.workspace_id = $1::uuid and i.user_id is null and i.at <= $4
    and i.trace_id in (select trace_id from own where trace_id is not null)`;

/** Everything that names the user or holds what they wrote, with the name of what is counted. Values: workspace, user, stand-in, until. */
const steps: readonly (readonly [keyof Labels, string])[] = [
  [
    "contents",
    `delete from interaction_contents c using erased e where c.workspace_id = $1::uuid and c.id = e.id and c.at = e.at`,
  ],
  [
    "comments",
    `update feedback f set comment = null from erased e
     where f.workspace_id = $1::uuid and f.interaction_id = e.interaction_id and f.comment is not null`,
  ],
  [
    "spans",
    `update spans s set user_id = case when s.user_id = $2 then $3 end, session_id = null, attributes = null,
       error = case when error is not null then 'error' end, input = null, output = null
     where s.workspace_id = $1::uuid and s.at <= $4 and (s.user_id = $2 or s.user_id is null)
       and s.trace_id in (
         select trace_id from erased where trace_id is not null
         union select trace_id from spans where workspace_id = $1::uuid and user_id = $2)
       and (s.user_id is not null or s.session_id is not null or s.attributes is not null or s.input is not null
         or s.output is not null)`,
  ],
  [
    "scores",
    `update online_scores s set user_id = case when s.user_id is not null then $3 end, explanation = ''
     from (select distinct environment_id, interaction_id from erased) e
     where s.workspace_id = $1::uuid and s.environment_id = e.environment_id and s.interaction_id = e.interaction_id
       and (s.user_id = $2 or s.explanation <> '')`,
  ],
  [
    "samples",
    `update online_samples s set user_id = case when s.user_id is not null then $3 end, has_content = false,
       scored_at = coalesce(scored_at, now())
     from (select distinct environment_id, interaction_id from erased) e
     where s.workspace_id = $1::uuid and s.environment_id = e.environment_id and s.interaction_id = e.interaction_id
       and (s.user_id = $2 or s.has_content)`,
  ],
  [
    "notes",
    `delete from interaction_notes n using (select distinct interaction_id from erased) e
     where n.workspace_id = $1::uuid and n.interaction_id = e.interaction_id`,
  ],
  ["views", `delete from saved_views where workspace_id = $1::uuid and ('?' || query || '&') like '%' || $5 || '%'`],
  [
    "assignments",
    `update experiment_units set unit_id = $3 where workspace_id = $1::uuid and unit_id = $2 and exposed_at <= $4`,
  ],
  ["assignments", `update experiment_heavy_users set unit_id = $3 where workspace_id = $1::uuid and unit_id = $2`],
  [
    "assignments",
    `update experiment_snapshots set totals = replace(totals::text, '"unitId": ' || to_jsonb($2::text)::text,
       '"unitId": ' || to_jsonb($3::text)::text)::jsonb
     where workspace_id = $1::uuid and position('"unitId": ' || to_jsonb($2::text)::text in totals::text) > 0`,
  ],
  ["usage", `update usage_people set name = $3 where workspace_id = $1::uuid and name = $2 and not is_session`],
  [
    "usage",
    `update usage_people set name = $3 where workspace_id = $1::uuid and is_session
       and name in (select session_id from erased)`,
  ],
  // What is being counted now may still name them: with the second pass these hours are counted once more.
  [
    "usage",
    `update usage_people_hours set is_due = true where workspace_id = $1::uuid
       and hour in (select date_trunc('hour', at, 'UTC') from erased)`,
  ],
  [
    "interactions",
    `update interactions i set user_id = case when i.user_id is not null then $3 end, session_id = null,
       attributes = null, error = case when error is not null then 'error' end, has_content = false,
       content_mark = case when i.has_content or i.content_mark is not null then ${contentMarks.deleted} end
     from erased e where i.workspace_id = $1::uuid and i.prompt_id = e.prompt_id and i.at = e.at and i.id = e.id
       and (i.user_id = $2 or i.user_id is null)`,
  ],
];
type Labels = Record<
  | "contents"
  | "comments"
  | "spans"
  | "scores"
  | "samples"
  | "notes"
  | "views"
  | "assignments"
  | "usage"
  | "interactions",
  number
>;

/** A statement with the values that it uses alone: PostgreSQL refuses others. */
function using(text: string, values: readonly unknown[]): [string, ...unknown[]] {
  const used: number[] = [];
  const renumbered = text.replace(/\$(\d)/g, (_, digit) => {
    const place = Number(digit) - 1;
    if (!used.includes(place)) used.push(place);
    return `$${used.indexOf(place) + 1}`;
  });
  return [renumbered, ...used.map((place) => values[place])];
}

// The rollup recounts a user from all their events: under its locks it sees what one part did, or nothing of it.
const rollupLocks = `select pg_advisory_xact_lock(hashtext('understudy uses')),
  pg_advisory_xact_lock(hashtext('understudy rollup'))`;
// Between two parts of many it may have counted some of them: counted once more, the sums are as before.
const countAgain = `update experiment_units set due_at = least(due_at, now())
  where workspace_id = $1::uuid and unit_id = $2`;

/** Erases what is meant from `from` on, and says where the next part begins; null: nothing is left. */
async function erasePart(tx: Transaction, pass: Pass, from: Date): Promise<{ counts: Counts; next: Date | null }> {
  const { workspaceId, userId, standIn, earlier, until } = pass;
  await tx.$executeRawUnsafe(rollupLocks);
  await tx.$executeRawUnsafe(meantText, workspaceId, userId, earlier ?? userId, until, from);
  const asQuery = `userId=${encodeURIComponent(userId)}&`;
  const counts: Counts = {};
  for (const [name, text] of steps) {
    const bound = using(text, [workspaceId, userId, standIn, until, asQuery]);
    counts[name] = (counts[name] ?? 0) + (await tx.$executeRawUnsafe(...bound));
  }
  const [part] = await tx.$queryRaw<[{ last: Date | null; rows: number }]>`
    select max(at) as last, count(*)::int as rows from erased where is_own`;
  const isMore = part.last !== null && part.rows >= rowsAtOnce;
  if (!isMore && from.getTime() > 0) await tx.$executeRawUnsafe(countAgain, workspaceId, standIn);
  // As many of one instant go on behind it.
  const next = isMore && part.last ? new Date(Math.max(part.last.getTime(), from.getTime() + 1)) : null;
  return { counts, next };
}

const listCases = (tx: Transaction, workspaceId: string) => tx.$queryRaw<MadeCase[]>`
  select distinct c.suite_id as "suiteId", s.name as suite, c.case_key as "caseKey"
  from test_cases c join test_suites s on s.id = c.suite_id and s.workspace_id = c.workspace_id
  where c.workspace_id = ${workspaceId}::uuid and c.removed_in is null
    and c.source ->> 'interactionId' in (select interaction_id from erased)
  order by 2, 3 limit 1000`;

/** ClickHouse is asked to do the same, where there is one. */
const askStore = (tx: Transaction, id: string, { workspaceId, userId, standIn, until }: Pass) => tx.$executeRaw`
  insert into forward_changes (workspace_id, kind, keys)
  select ${workspaceId}::uuid, 'user', ${[id, userId, standIn, until.toISOString()]}::text[]
  where exists (select from event_forwarding)`;

const systemActor = (workspaceId: string): SystemActor => ({ kind: "system", workspaceId, name: "Understudy" });

/** The end of a deletion that is over here: it is done when ClickHouse says so, too. */
async function finish(tx: Transaction, { id, workspaceId, userHash, counts }: DataDeletion): Promise<void> {
  const done = await tx.$executeRaw`update data_deletions set done_at = clock_timestamp()
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid and not exists (
      select from forward_changes where workspace_id = ${workspaceId}::uuid and kind = 'user' and keys[1] = ${id})`;
  const target = { id, name: nameOf(userHash) };
  if (done > 0) await recordAudit(tx, systemActor(workspaceId), "user-data.deleted", target, counts as Counts);
}

/** One part, and with the last one the end of the pass. */
async function eraseNext(tx: Transaction, id: string, workspaceId: string, from: Date): Promise<Date | null> {
  const row = await tx.dataDeletion.findFirstOrThrow({ where: { id, workspaceId } });
  if (row.doneAt) return null;
  if (row.userId === null) {
    await finish(tx, row);
    return null;
  }
  const isLast = row.erasedAt !== null;
  const standIn = row.standIn ?? `deleted:${randomUUID()}`;
  const pass = {
    workspaceId,
    userId: row.userId,
    standIn: isLast ? `${standIn}:2` : standIn,
    earlier: isLast ? standIn : null,
    until: row.requestedAt,
  };
  const { counts, next } = await erasePart(tx, pass, from);
  const before = row.counts as Counts;
  const sums = Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, count + (before[key] ?? 0)]));
  const known = [...(row.cases as MadeCase[]), ...(await listCases(tx, workspaceId))];
  const cases = [...new Map(known.map((one) => [one.caseKey, one])).values()];
  const [isErased, isOver] = [next === null && !isLast, next === null && isLast];
  await tx.$executeRaw`update data_deletions set counts = ${JSON.stringify(sums)}::jsonb,
      cases = ${JSON.stringify(cases)}::jsonb, stand_in = case when not ${isOver} then ${standIn} end,
      user_id = case when not ${isOver} then user_id end,
      erased_at = case when ${isErased} then clock_timestamp() else erased_at end
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid`;
  if (next === null) await askStore(tx, id, pass);
  if (isOver) await finish(tx, { ...row, counts: sums });
  return next;
}

/**
 * Deletes the data of users whose deletion was asked for, in two passes: the second one catches what was still under way
 * during the first. What is counted stays, under a random name that leads nowhere. Another run changes nothing.
 */
export async function eraseDueUsers(
  deadlineAt: number,
  wait = { first: firstAfterSeconds, second: secondAfterSeconds },
): Promise<Record<string, number>> {
  const due = await prisma().$queryRaw<{ id: string; workspaceId: string }[]>`
    select id, workspace_id as "workspaceId" from data_deletions
    where done_at is null and case when erased_at is null
      then requested_at <= clock_timestamp() - make_interval(secs => ${wait.first}::float8)
      else erased_at <= clock_timestamp() - make_interval(secs => ${wait.second}::float8) end
    order by requested_at limit ${mostAtOnce}`;
  let users = 0;
  for (const { id, workspaceId } of due) {
    let from: Date | null = new Date(0);
    while (from && Date.now() < deadlineAt) {
      const start: Date = from;
      from = await prisma().$transaction((tx) => eraseNext(tx, id, workspaceId, start), { timeout: partMs });
    }
    if (!from) users++;
  }
  return { users };
}
