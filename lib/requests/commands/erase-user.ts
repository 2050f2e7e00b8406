import { randomUUID } from "node:crypto";
import type { SystemActor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { prisma, type Transaction } from "@/lib/core/db";
import type { DataDeletion } from "@/lib/core/generated/prisma/client";
import { oneByOne } from "@/lib/core/one-by-one";
import { eraseAside } from "@/lib/telemetry/commands/erase-aside";
import { type ErasedUser, eraseRows } from "@/lib/telemetry/commands/erase-rows";
import { eventLimits } from "@/lib/telemetry/schema";
import { nameOf } from "./delete-user-data";

/**
 * The delay before the first pass. Events that are in flight at the time of the request arrive within it and are
 * deleted too.
 */
const firstAfterSeconds = 60;
/** The delay between the passes. Scores of judge calls that were running at the first pass are stored within it. */
const secondAfterSeconds = 300;
const mostAtOnce = 100;
/** The number of the user's interactions per transaction: some seconds of work. */
const rowsAtOnce = 10_000;
const partMs = 60_000;

type Counts = Record<string, number>;
type Pass = ErasedUser & { earlier: string | null };

// Selects the interactions of the user, those that an earlier pass renamed, and those without a user in the user's
// traces. Often only the first span of a trace names the user. These traces are in the first part, because its spans
// are then renamed.
const meantText = `with own as (
    select at, id, interaction_id, prompt_id, environment_id, trace_id, session_id, true as is_own from interactions
    where workspace_id = $1::uuid and prompt_id in (select id from prompts where workspace_id = $1::uuid)
      and user_id in ($2, $3) and at <= $4 and at >= $5
    order by at limit ${rowsAtOnce})
  select * from own
  union all
  select i.at, i.id, i.interaction_id, i.prompt_id, i.environment_id, i.trace_id, i.session_id, false from interactions i
  where i.workspace_id = $1::uuid and i.user_id is null and i.at <= $4 and i.trace_id in (
    select trace_id from own where trace_id is not null
    union select trace_id from spans where workspace_id = $1::uuid and user_id in ($2, $3) and at <= $4)`;

// A rollup between two parts may have counted only some of the events. Counting again restores the sums.
const countAgain = `update experiment_units set due_at = least(due_at, now())
  where workspace_id = $1::uuid and unit_id = $2`;

/** Erases the next part from `from`. Returns the start of the following part, or null if nothing is left. */
async function erasePart(tx: Transaction, pass: Pass, from: Date): Promise<Date | null> {
  const { workspaceId, userId, standIn, earlier, until } = pass;
  await eraseRows(tx, pass, meantText, workspaceId, userId, earlier ?? userId, until, from);
  const [part] = await tx.$queryRaw<[{ last: Date | null; rows: number }]>`
    select max(at) as last, count(*)::int as rows from erased where is_own`;
  const isMore = part.last !== null && part.rows >= rowsAtOnce;
  if (!isMore && from.getTime() > 0) await tx.$executeRawUnsafe(countAgain, workspaceId, standIn);
  // If one instant fills a whole part, the next part starts 1 ms later.
  return isMore && part.last ? new Date(Math.max(part.last.getTime(), from.getTime() + 1)) : null;
}

/** Queues the same deletion for ClickHouse, if it is configured. */
const askStore = (tx: Transaction, { id, workspaceId, userId, standIn, until }: Pass) => tx.$executeRaw`
  insert into forward_changes (workspace_id, kind, keys)
  select ${workspaceId}::uuid, 'user', ${[id, userId, standIn, until.toISOString()]}::text[]
  where exists (select from event_forwarding)`;

/** Events that arrive before a pass are erased up to the latest time that an event may have: clocks may be ahead. */
const untilOf = ({ requestedAt }: DataDeletion) => new Date(requestedAt.getTime() + eventLimits.aheadMinutes * 60_000);

/** Erases the user in batches that were set aside, which need no ClickHouse to be there. */
async function eraseInAside(id: string, workspaceId: string): Promise<void> {
  const row = await prisma().dataDeletion.findFirst({ where: { id, workspaceId, doneAt: null } });
  if (!row?.userId) return;
  await eraseAside({ id, workspaceId, userId: row.userId, standIn: `deleted:${randomUUID()}`, until: untilOf(row) });
}

const systemActor = (workspaceId: string): SystemActor => ({ kind: "system", workspaceId, name: "Understudy" });

/** Completes a deletion that is done in PostgreSQL, unless ClickHouse still has to finish its part. */
async function finish(tx: Transaction, { id, workspaceId, userHash }: DataDeletion): Promise<void> {
  const [done] = await tx.$queryRaw<{ counts: Counts }[]>`update data_deletions set done_at = clock_timestamp()
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid and done_at is null and not exists (
      select from forward_changes where workspace_id = ${workspaceId}::uuid and kind = 'user' and keys[1] = ${id})
    returning counts`;
  const target = { id, name: nameOf(userHash) };
  if (done) await recordAudit(tx, systemActor(workspaceId), "user-data.deleted", target, done.counts);
}

/** Erases one part. The last part ends the pass. */
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
    id,
    workspaceId,
    userId: row.userId,
    standIn: isLast ? `${standIn}:2` : standIn,
    earlier: isLast ? standIn : null,
    until: untilOf(row),
  };
  const next = await erasePart(tx, pass, from);
  const [isErased, isOver] = [next === null && !isLast, next === null && isLast];
  await tx.$executeRaw`update data_deletions set
      stand_in = case when not ${isOver} then ${standIn} end,
      user_id = case when not ${isOver} then user_id end,
      erased_at = case when ${isErased} then clock_timestamp() else erased_at end
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid`;
  if (next === null) await askStore(tx, pass);
  if (isOver) await finish(tx, row);
  return next;
}

/**
 * Deletes the data of users with a pending deletion, in two passes. The second pass catches writes that were in flight
 * during the first. Counted sums are kept under a random name that cannot be linked to the user. Idempotent.
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
  const failure = "the data of a user could not be deleted now";
  await oneByOne(
    due,
    { name: "deletions of users", deadlineAt, idOf: ({ id }) => ({ deletion: id }), failure },
    async ({ id, workspaceId }) => {
      await eraseInAside(id, workspaceId);
      let from: Date | null = new Date(0);
      while (from && Date.now() < deadlineAt) {
        const start: Date = from;
        from = await prisma().$transaction((tx) => eraseNext(tx, id, workspaceId, start), { timeout: partMs });
      }
      if (!from) users++;
    },
  );
  return { users };
}
