import { databaseClock } from "@/lib/core/database-clock";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { checkEpoch, epochs, takeEpochHint } from "@/lib/core/epoch";
import { isBehindLog, isOutdated, type Stamped } from "@/lib/core/epoch-ledger";
import { logger } from "@/lib/core/logger";
import { type CachedEntry, MemoryCache } from "@/lib/core/memory-cache";
import { sharedCache } from "@/lib/core/redis";
import { singleton } from "@/lib/core/singleton";
import { type Holdback, type Running, toHoldback, toRunning } from "./choose";
import { reportBroken } from "./commands/report-broken";
import { counts } from "./counts";
import { Flights } from "./flights";
import { keyOf, type LiveRow, type Lookup, readLive } from "./queries";
import { parseRecord, type ServedVersion, toRecord, type VersionRecord } from "./record";
import { type Load, Served } from "./served";
import { findInSnapshot, noteChange } from "./snapshot/held";

type PromptEntry = {
  key: string;
  lookup: Lookup;
  /** The record from which the entry was made. */
  record: VersionRecord;
  served: Served;
  isPinned: boolean;
  load: Load;
  experiment: Running<Served> | null;
  control: Holdback<Served> | null;
};
export type CachedPrompt = CachedEntry<PromptEntry>;

/** The result of a load. `unreadable`: the database has a version that cannot be served. */
export type Outcome =
  | { kind: "found"; cached: CachedPrompt; source: "redis" | "database" }
  | { kind: "missing" }
  | { kind: "unreadable" };

const memoryBytes = 64 * 1024 * 1024;
const negativeCacheBytes = 1024 * 1024;
const ttlMs = 60_000;
const negativeTtlMs = 5_000;
const sharedTtlSeconds = 300;

const memory = () => singleton("prompt-memory", () => new MemoryCache<PromptEntry>(memoryBytes));
// A separate cache, so that requests for missing names cannot evict existing prompts.
const negativeCache = () =>
  singleton("prompt-negative-cache", () => new MemoryCache<"missing" | "unreadable">(negativeCacheBytes));
const flights = () => singleton("prompt-flights", () => new Flights<Outcome>());

// The key without the environment, which is in the name of the Redis key.
const entryKeyOf = (lookup: Lookup) => keyOf(lookup).slice(lookup.environmentId.length + 1);

/** Returns the cached entry, however old. Never one of a deleted environment or from before a restore. */
export function peekEntry(key: string): CachedPrompt | undefined {
  const cached = memory().get(key);
  return cached && cached.state.epoch !== -1 ? cached : undefined;
}

/** Returns a recent negative result while it is valid. */
export function peekNegative(key: string): "missing" | "unreadable" | undefined {
  const negative = negativeCache().get(key);
  return negative && isFresh(negative, epochs().now()) ? negative.value : undefined;
}

/** Whether a known release may have replaced the entry. */
export function isReplaced(cached: CachedEntry<unknown>): boolean {
  return cached.epoch !== cached.state.epoch && (isBehindLog(cached.state) || isOutdated(cached));
}

/** Whether the entry may be served as current. */
export function isFresh(cached: CachedEntry<unknown>, now: number): boolean {
  return now < cached.expiresAt && epochs().isCurrent(cached, now);
}

/** Loads the entry from Redis or PostgreSQL, once for concurrent callers. Rejects if the database is not available. */
export function loadEntry(lookup: Lookup): Promise<Outcome> {
  const key = keyOf(lookup);
  return flights().run(key, epochs().of(lookup.environmentId), () => load(lookup, key));
}

async function load(lookup: Lookup, key: string): Promise<Outcome> {
  const shared = await fromRedis(lookup, key);
  if (shared) return { kind: "found", cached: shared, source: "redis" };
  const beganAt = epochs().now();
  counts.databaseReads++;
  const row = await readLive(lookup);
  if (!row) return { kind: "missing" };
  databaseClock().note(row.now, beganAt);
  return settle(lookup, key, row, beganAt);
}

/**
 * Reads the entry from Redis. It is used only if PostgreSQL confirmed the epoch within the lease, and the entry has not
 * changed between its epoch and that one.
 */
async function fromRedis(lookup: Lookup, key: string): Promise<CachedPrompt | null> {
  const { environmentId } = lookup;
  const ledger = epochs();
  const state = ledger.of(environmentId);
  const cache = sharedCache();
  if (!cache || !isDatabaseUp() || !ledger.isLeased(state, ledger.now())) return null;
  const shared = await cache.get(environmentId, entryKeyOf(lookup));
  if (!shared) return null;
  if (shared.knownEpoch !== null && shared.knownEpoch > state.epoch) {
    takeEpochHint(environmentId, shared.knownEpoch);
    return null;
  }
  const record = readShared(shared.value, lookup);
  if (!record) return null;
  const stamp = { state, epoch: shared.epoch, subjects: subjectsOf(record.promptId, lookup) };
  // The entry is older than the changes that this process knows, so the log is read once.
  if (shared.epoch < state.changes.floor && !state.isHistoryRead) await checkEpoch(environmentId);
  return ledger.isCurrent(stamp, ledger.now())
    ? keep(lookup, key, record, { ...stamp, bytes: shared.value.length })
    : null;
}

// The log records a release under the prompt's id. Changes of names are also recorded under the name.
const subjectsOf = (promptId: string | null, { name }: Lookup) => (promptId === null ? [name] : [promptId, name]);

function readShared(text: string, { name, version }: Lookup): VersionRecord | null {
  const record = parseRecord(text);
  const isRequestedName = (record?.asked ?? record?.name) === name;
  return record && isRequestedName && (version ?? record.version) === record.version ? record : null;
}

function settle(lookup: Lookup, key: string, row: LiveRow, beganAt: number): Outcome {
  const { environmentId, name, version } = lookup;
  const state = epochs().confirm(environmentId, row.epoch, beganAt);
  const stamp = { state, epoch: row.epoch, subjects: subjectsOf(row.promptId, lookup) };
  const negative = (value: "missing" | "unreadable", ttl = negativeTtlMs): Outcome => {
    const entry = { ...stamp, value, expiresAt: epochs().now() + ttl };
    if (negativeCache().set(key, entry, 0) && value === "missing") memory().delete(key);
    return { kind: value };
  };
  // Saving a version does not raise the epoch, so a missing version is not cached.
  if (!row.promptId || !row.isDeployed) return negative("missing", version === undefined ? negativeTtlMs : 0);

  const record = readRow(row, name);
  if (!record) {
    logger().error({ prompt: name, environment: row.environment, version: row.version }, "this version cannot be read");
    counts.unreadable++;
    const { promptId, environment, version: number } = row;
    reportBroken({ workspaceId: lookup.workspaceId, promptId, environmentId, environment, name, version: number });
    return negative("unreadable");
  }
  const text = JSON.stringify(record);
  const cached = keep(lookup, key, record, { ...stamp, bytes: text.length });
  const ttl = sharedTtlSeconds + Math.floor(Math.random() * 30);
  void sharedCache()?.setIfNewer(environmentId, entryKeyOf(lookup), row.epoch, text, ttl);
  return { kind: "found", cached, source: "database" };
}

/** Converts a database row to a record. Null if it cannot be read. */
export function readRow({ content, experiment, control, ...row }: LiveRow, name: string): VersionRecord | null {
  try {
    const requestedName = row.name === name ? {} : { asked: name };
    if (content === null) return null;
    const beside = {
      ...(experiment && { experiment: JSON.parse(experiment) }),
      ...(control && { control: JSON.parse(control) }),
    };
    const record = toRecord({ ...row, ...requestedName, ...beside, content: JSON.parse(content) });
    for (const part of ["experiment", "control"] as const) {
      if (!record || !beside[part] || record[part]) continue;
      counts.unreadable++;
      logger().error({ prompt: name, environment: row.environment }, `a version of this ${part} cannot be read`);
    }
    return record;
  } catch {
    return null;
  }
}

function toEntry(lookup: Lookup, key: string, whole: VersionRecord): PromptEntry {
  const { experiment, control, ...record } = whole;
  const load: Load = { isHeavy: false };
  const serve = (version: typeof record) => new Served(version, growth(key), load);
  const { workspaceId, version: pinned } = lookup;
  const running =
    experiment && pinned === undefined
      ? toRunning(workspaceId, experiment, (number) =>
          serve({ ...record, ...experiment.versions.find(({ version }) => version === number) }),
        )
      : null;
  // Without a measurement of the database's clock, the end is unknown. The holdback then counts as over.
  const endsAt = control && pinned === undefined ? databaseClock().toMonotonic(control.until) : null;
  const holdback = control && endsAt !== null ? toHoldback(control, serve(withVersion(record, control)), endsAt) : null;
  return {
    key,
    lookup,
    record: whole,
    isPinned: pinned !== undefined,
    load,
    served: serve(record),
    experiment: running,
    control: holdback,
  };
}

const withVersion = (
  record: VersionRecord,
  { versionId, version, contentHash, content }: ServedVersion,
): VersionRecord => ({ ...record, versionId, version, contentHash, content });

type Stamp = Stamped & { bytes: number };

function keep(lookup: Lookup, key: string, record: VersionRecord, { bytes, ...stamp }: Stamp): CachedPrompt {
  const value = toEntry(lookup, key, record);
  const expiresAt = epochs().now() + ttlMs * (0.85 + Math.random() * 0.15);
  const cached: CachedPrompt = { ...stamp, expiresAt, value };
  // The size of text and objects: about three times the length of the text.
  const before = memory().get(key)?.value.record;
  if (memory().set(key, cached, bytes * 3)) negativeCache().delete(key);
  if (!before || markOf(before) !== markOf(record)) noteChange();
  return cached;
}

// Equal for two reads of a prompt if nothing was released between them.
const markOf = ({ versionId, name, experiment, control }: VersionRecord) =>
  [versionId, name, experiment?.id, experiment?.phase, experiment?.batch, control?.seed, control?.until].join(" ");

// Data that an entry adds later (bodies, compiled templates) also counts toward the limit.
const growth = (key: string) => (served: Served, bytes: number) => {
  const cached = memory().get(key);
  if (!cached) return;
  const { served: released, experiment, control } = cached.value;
  const others = [control?.choice, ...(experiment?.arms ?? [])];
  if (released === served || others.some((choice) => choice?.served === served)) memory().grow(key, cached, bytes);
};

/** Returns a stale entry during an outage: the last one in Redis, of any epoch, or else the snapshot's. */
export async function rescueEntry(lookup: Lookup): Promise<CachedPrompt | null> {
  const shared = await sharedCache()?.get(lookup.environmentId, entryKeyOf(lookup));
  const record = shared && readShared(shared.value, lookup);
  if (shared && record) return keepRescued(lookup, record, shared.epoch, shared.value.length);
  const saved = await findInSnapshot(lookup);
  return saved && keepRescued(lookup, saved.record, saved.epoch, saved.bytes);
}

function keepRescued(lookup: Lookup, record: VersionRecord, epoch: number, bytes: number): CachedPrompt {
  const key = keyOf(lookup);
  const value = toEntry(lookup, key, record);
  const state = epochs().of(lookup.environmentId);
  const subjects = subjectsOf(record.promptId, lookup);
  const cached: CachedPrompt = { state, epoch, subjects, expiresAt: -Infinity, value };
  memory().set(key, cached, bytes * 3);
  return cached;
}

/** The entries in memory, the most recently used first. */
export function entriesInMemory(): Iterable<CachedPrompt> {
  return memory().values();
}

/** The number of entries and bytes in memory, for metrics. */
export function memoryUse(): { entries: number; bytes: number } {
  return { entries: memory().entries, bytes: memory().bytes };
}

/** Empties this process's memory, for tests of the layers behind it. */
export function clearMemory(): void {
  memory().clear();
  negativeCache().clear();
}
