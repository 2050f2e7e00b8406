import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { environmentLimit } from "@/lib/auth/environment-limit";
import { databaseTime } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { dropCycles, dropRepeats, duplicateConflict, type ReadEvent, readEvent } from "../ingest";
import { findDirectIntake } from "../queries/direct-intake";
import { findReferences } from "../queries/references";
import { eventLimits, type Rejection } from "../schema";
import { inSlices } from "../slices";
import { keepByPolicy } from "./keep-by-policy";
import { storeEvents } from "./store-events";

export type Recorded = { accepted: number; duplicates: number; rejected: Rejection[] };

/**
 * Validates and stores each item of a batch. Accepted items are committed. Sending a batch again is idempotent. Throws
 * 422 `empty_batch`, 413 `batch_too_large`, 503 `database_unavailable` (retry).
 */
export async function recordEvents(actor: Actor, items: readonly unknown[]): Promise<Recorded> {
  authorize(actor, "event:write");
  if (items.length === 0) throw new AppError("empty_batch", "Send at least one event.");
  if (items.length > eventLimits.items)
    throw new AppError("batch_too_large", `A batch has at most ${eventLimits.items.toLocaleString("en")} events.`);
  const now = (await databaseTime()).getTime();
  const rejected: Rejection[] = [];
  const read: ReadEvent[] = [];
  await inSlices(items, (item, index) => {
    const event = readEvent(item, index, now);
    if ("code" in event) rejected.push(event);
    else read.push(event);
  });
  const straight = dropCycles(read);
  rejected.push(...straight.rejected);
  const { found, rejected: unknown } = await findReferences(actor, straight.events);
  const single = dropRepeats(found);
  rejected.push(...unknown, ...single.rejected);
  let { duplicates } = single;
  let accepted = 0;
  if (single.events.length > 0) {
    const environmentIds = environmentLimit(actor);
    const events = (await keepByPolicy(actor.workspaceId, single.events, now)).map((event) => ({
      ...event,
      environmentIds,
    }));
    const keyId = actor.kind === "key" ? actor.keyId : null;
    const direct = await findDirectIntake(actor.workspaceId);
    const stored = await storeEvents({ workspaceId: actor.workspaceId, keyId }, events, direct);
    for (const [place, how] of stored.entries()) {
      if (how === "stored") accepted++;
      else if (how === "duplicate") duplicates++;
      else rejected.push(duplicateConflict(events[place]?.index ?? 0));
    }
  }
  return { accepted, duplicates, rejected: rejected.sort((a, b) => a.index - b.index) };
}
