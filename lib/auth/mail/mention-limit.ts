import { LRUCache } from "lru-cache";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";
import { type Actor, actorRecord } from "../actor";

/** How many people the texts of one actor mention within an hour. One text can mention 50. */
export const mostMentions = 200;
const hourMs = 3_600_000;

/** The mentions of an actor in the hour that starts with the first (ms). */
export type Mentions = { startedAt: number; count: number };

/** Counts more mentions. Returns the seconds to wait if they are too many. Pure. */
export function admitMentions(
  before: Mentions | undefined,
  more: number,
  now: number,
): { mentions: Mentions } | { waitSeconds: number } {
  const current = before && now >= before.startedAt && now < before.startedAt + hourMs ? before : null;
  const { startedAt, count } = current ?? { startedAt: now, count: 0 };
  if (count + more <= mostMentions) return { mentions: { startedAt, count: count + more } };
  return { waitSeconds: Math.max(1, Math.ceil((startedAt + hourMs - now) / 1_000)) };
}

const actors = () => singleton("mentions", () => new LRUCache<string, Mentions>({ max: 10_000 }));

/**
 * Counts people whom a text of the actor mentions, because each gets an e-mail or a message. Throws 429 `rate_limited`.
 */
export function takeMentions(actor: Actor, people: number): void {
  if (people === 0 || actor.kind === "system") return;
  const { actorKind, actorId } = actorRecord(actor);
  const who = `${actor.workspaceId} ${actorKind} ${actorId}`;
  const admitted = admitMentions(actors().get(who), people, Date.now());
  if ("mentions" in admitted) {
    actors().set(who, admitted.mentions);
    return;
  }
  const { waitSeconds } = admitted;
  const subject = actor.kind === "user" ? "You" : "This key";
  throw new AppError(
    "rate_limited",
    `${subject} may mention ${mostMentions} people an hour. Write without "@", or try again in ${minutes(waitSeconds)}.`,
    { headers: { "retry-after": String(waitSeconds) } },
  );
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
}
