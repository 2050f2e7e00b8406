import { LRUCache } from "lru-cache";
import type { KeyActor } from "@/lib/auth/actor";
import { authorize, type EnvironmentScope } from "@/lib/auth/authorize";
import { databaseUnavailable, isDatabaseUnavailable } from "@/lib/core/database-errors";
import { isDatabaseUp, watchRecovery } from "@/lib/core/database-watch";
import { checkEpoch, epochs, keepLease } from "@/lib/core/epoch";
import { singleton } from "@/lib/core/singleton";
import { findEnvironment } from "../environments";
import type { BundleScope } from "./refresh";
import { type BundleBytes, type BundleSource, type BundleState, type Coding, createShelf } from "./shelf";

/** The maximum size of cached compressed bundles. */
const mostBodyBytes = 64 * 1024 * 1024;

type Bundles = {
  source: BundleSource;
  states: LRUCache<string, BundleState>;
  looks: Map<string, Promise<BundleState>>;
  bodies: LRUCache<string, BundleBytes>;
  making: Map<string, Promise<BundleBytes>>;
};
/** The bundle cache of this process. `source` is a thread if one was started. */
const bundles = () =>
  singleton<Bundles>("bundles", () => ({
    source: createShelf(),
    states: new LRUCache({ max: 10_000 }),
    looks: new Map(),
    bodies: new LRUCache({ maxSize: mostBodyBytes, sizeCalculation: ({ bytes }) => bytes.byteLength + 500 }),
    making: new Map(),
  }));

/** Sets the source that makes bundles from now on. */
export function setBundleSource(source: BundleSource): void {
  bundles().source = source;
}

/**
 * Returns the key's environment of this name, or its only one, if the key may resolve there. Throws as resolve does.
 */
export async function scopeOf(
  actor: KeyActor,
  { environment: name, folder }: { environment?: string | undefined; folder?: string | undefined },
): Promise<{ scope: BundleScope; environment: EnvironmentScope }> {
  const environment = await findEnvironment(actor, name);
  authorize(actor, "prompt:resolve", environment);
  const scope = { workspaceId: actor.workspaceId, environmentId: environment.id, folder: folder ?? null };
  return { scope, environment };
}

const keyOf = ({ environmentId, folder }: BundleScope) => `${environmentId}:${folder ?? ""}`;

/**
 * Returns the bundle's hash, current as of the epoch that this process knows. Returns the last one while the database
 * is not available. Throws 422 `bundle_too_large`, 503 `database_unavailable`.
 */
export async function currentBundle(scope: BundleScope): Promise<BundleState> {
  const { states } = bundles();
  const cached = states.get(keyOf(scope));
  try {
    const epoch = await currentEpoch(scope.environmentId);
    if (cached?.epoch === epoch) return cached;
    return await lookOnce(scope, epoch);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    watchRecovery();
    if (cached) return cached;
    throw error;
  }
}

async function currentEpoch(environmentId: string): Promise<number> {
  if (!isDatabaseUp()) throw databaseUnavailable();
  const ledger = epochs();
  const state = ledger.of(environmentId);
  state.usedAt = ledger.now();
  keepLease(state);
  if (!ledger.isLeased(state, ledger.now())) await checkEpoch(environmentId);
  return ledger.of(environmentId).epoch;
}

function lookOnce(scope: BundleScope, epoch: number): Promise<BundleState> {
  const { source, states, looks } = bundles();
  const key = `${keyOf(scope)}:${epoch}`;
  const running = looks.get(key);
  if (running) return running;
  const look = source
    .look(scope, epoch)
    .then((state) => {
      states.set(keyOf(scope), state);
      return state;
    })
    .finally(() => looks.delete(key));
  looks.set(key, look);
  return look;
}

/** Returns the bundle's bytes. They are compressed once for all clients. */
export async function bundleBytes(scope: BundleScope, { hash }: BundleState, coding: Coding): Promise<BundleBytes> {
  const { source, bodies, making } = bundles();
  const key = `${keyOf(scope)}:${coding}`;
  const cached = bodies.get(key);
  if (cached?.hash === hash) return cached;
  const running = making.get(key);
  if (running) return running;
  const work = source
    .body(scope, coding)
    .then((body) => {
      bodies.set(key, body);
      return body;
    })
    .finally(() => making.delete(key));
  making.set(key, work);
  return work;
}

/** Returns the changes since the bundle with this hash as JSON text. Null if the whole bundle is needed. */
export function bundleChange(scope: BundleScope, from: string): Promise<string | null> {
  return bundles().source.changeSince(scope, from);
}
