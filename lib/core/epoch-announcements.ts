import { isDatabaseUp } from "./database-watch";
import { logger } from "./logger";
import { drainOutbox, type OutboxMessage } from "./outbox";
import { type SharedCache, sharedCache } from "./redis";
import { singleton } from "./singleton";

type Change = { environmentId: string; epoch: number };

// What Redis already has. A retry, or the outbox row of the same change, sends only the rest.
type AnnouncedEpochs = { raised: Map<string, number>; published: Map<string, number> };
const announced = () => singleton<AnnouncedEpochs>("epochs-told", () => ({ raised: new Map(), published: new Map() }));

type Work = { running: Promise<void> | undefined; isWanted: boolean; publishing: Set<Promise<void>> };
const work = () =>
  singleton<Work>("epoch-announcements", () => ({ running: undefined, isWanted: false, publishing: new Set() }));

async function once(done: Map<string, number>, { environmentId, epoch }: Change, work: () => Promise<void>) {
  if ((done.get(environmentId) ?? 0) >= epoch) return;
  await work();
  done.set(environmentId, Math.max(epoch, done.get(environmentId) ?? 0));
}

/** Raises the epoch and publishes the hint. The hint is published even if Redis rejects writes (its memory is full). */
async function publishChange(cache: SharedCache | null, change: Change): Promise<void> {
  if (!cache) return;
  const { environmentId, epoch } = change;
  const raise = () => cache.raiseEpoch(environmentId, epoch);
  const publish = () => cache.publish("epochs", JSON.stringify({ environment: environmentId, epoch }));
  const [raised] = await Promise.allSettled([once(announced().raised, change, raise)]);
  await once(announced().published, change, publish);
  if (raised.status === "rejected") throw raised.reason;
}

// A call that timed out is retried before the outbox, which waits two seconds.
const retryDelaysMs = [50, 200, 500];

async function publishWithRetries(cache: SharedCache | null, change: Change): Promise<void> {
  for (const delay of retryDelaysMs) {
    try {
      return await publishChange(cache, change);
    } catch {
      await new Promise<void>((done) => setTimeout(done, delay));
    }
  }
  await publishChange(cache, change);
}

/**
 * Publishes changes to Redis and the other instances, then clears the outbox rows. Runs in the background and never
 * throws.
 */
export function announce(changes: readonly Change[]): void {
  if (changes.length === 0) return;
  const cache = sharedCache();
  const attempt = Promise.allSettled(changes.map((change) => publishWithRetries(cache, change))).then(() =>
    deliverPending(),
  );
  work().publishing.add(attempt);
  void attempt.finally(() => work().publishing.delete(attempt));
}

/**
 * Delivers the outbox messages of `epoch.raised`. Only one pass runs at a time. A call during a pass starts another one
 * after it.
 */
export function deliverPending(): void {
  const state = work();
  state.isWanted = true;
  state.running ??= run(state).finally(() => {
    state.running = undefined;
  });
}

async function run(state: Work): Promise<void> {
  while (state.isWanted && isDatabaseUp()) {
    state.isWanted = false;
    try {
      await drainOutbox(deliver, { topic: "epoch.raised" });
    } catch (error) {
      logger().debug({ err: error }, "the outbox waits for its next turn");
    }
  }
}

async function deliver({ payload }: OutboxMessage): Promise<void> {
  const { environmentId, epoch } = payload as Partial<Change>;
  if (typeof environmentId === "string" && typeof epoch === "number")
    await publishChange(sharedCache(), { environmentId, epoch });
}

/** Resolves when all announcements are published or given up, for the end of a process or a serverless request. */
export async function settleAnnouncements(): Promise<void> {
  await Promise.allSettled(work().publishing);
  await work().running;
}
