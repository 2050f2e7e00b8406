import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { type Actor, actorRecord } from "../actor";

/** How many people one actor mentions or asks for a review within an hour. One text can mention 50. */
export const mostTold = 200;
const hourMs = 3_600_000;

const acts = {
  mention: { may: `may mention ${mostTold} people an hour`, else: 'Write without "@"' },
  review: { may: `may ask ${mostTold} people an hour for a review`, else: "Ask fewer people" },
} as const;

/**
 * Counts people whom the actor mentions or asks for a review, because each gets an e-mail or a message. Throws 429
 * `rate_limited` for too many; the caller's transaction then counts nobody.
 */
export async function countTold(tx: Transaction, actor: Actor, people: number, act: keyof typeof acts): Promise<void> {
  const waitSeconds = await waitAfter(tx, actor, people);
  if (waitSeconds === 0) return;
  const subject = actor.kind === "user" ? "You" : "This key";
  throw new AppError(
    "rate_limited",
    `${subject} ${acts[act].may}. ${acts[act].else}, or try again in ${minutes(waitSeconds)}.`,
    { headers: { "retry-after": String(waitSeconds) } },
  );
}

/** Counts people whom an act of the actor tells in passing. Returns false, and counts nobody, if they are too many. */
export async function mayTell(tx: Transaction, actor: Actor, people: number): Promise<boolean> {
  if ((await waitAfter(tx, actor, people)) === 0) return true;
  await addTold(tx, actor, -people);
  return false;
}

/** Counts people. Returns the seconds until the hour of the first of them ends if they are too many, or else 0. */
async function waitAfter(tx: Transaction, actor: Actor, people: number): Promise<number> {
  if (people === 0 || actor.kind === "system") return 0;
  const { startedAt, count } = await addTold(tx, actor, people);
  if (count <= mostTold) return 0;
  return Math.max(1, Math.ceil((startedAt.getTime() + hourMs - databaseNow().getTime()) / 1_000));
}

/** Adds to the count of an hour that starts with the first. The row is locked until the transaction ends. */
async function addTold(tx: Transaction, actor: Actor, people: number): Promise<{ startedAt: Date; count: number }> {
  const { actorKind, actorId } = actorRecord(actor);
  const now = databaseNow();
  const [row] = await tx.$queryRaw<[{ startedAt: Date; count: number }]>`
    insert into letter_counts as told (workspace_id, actor_kind, actor_id, started_at, count)
    values (${actor.workspaceId}::uuid, ${actorKind}::actor_kind, ${actorId}::uuid, ${now}, ${people})
    on conflict (workspace_id, actor_kind, actor_id) do update set
      count = excluded.count + case when told.started_at > ${new Date(now.getTime() - hourMs)} then told.count else 0 end,
      started_at = case when told.started_at > ${new Date(now.getTime() - hourMs)} then told.started_at else ${now} end
    returning started_at as "startedAt", count`;
  return row;
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
}
