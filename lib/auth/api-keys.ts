import { LRUCache } from "lru-cache";
import { databaseNow } from "@/lib/core/database-clock";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { isDatabaseUp, watchRecovery } from "@/lib/core/database-watch";
import { prisma, runtimeQuery } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { subscribe } from "@/lib/core/publish";
import { withShortTimeout } from "@/lib/core/short-timeout";
import { singleton } from "@/lib/core/singleton";
import type { KeyActor } from "./actor";
import { noteKeyUses } from "./commands/note-key-use";
import { hashKey, isWellFormedKey } from "./key-format";
import type { Permission } from "./permission";

/**
 * How long a cached key is trusted without a query. A revoked key is refused within 5 s, including the query itself.
 */
const freshMs = 4_000;
/** How long a checked key is accepted while the database is unavailable: the same as a snapshot. */
const outageMs = () => Math.max(1, env().SNAPSHOT_MAX_AGE_HOURS) * 3_600_000;
const touchMs = 60_000;

/** `expiresAt` is database time in ms. The other times use this process's monotonic clock. */
type CachedKey = {
  actor: KeyActor;
  expiresAt: number;
  /** When this process last checked the key in the database; -Infinity if it came from a snapshot. */
  checkedAt: number;
  touchedAt: number;
  /** Until when the key is accepted while the database is unavailable. */
  trustedUntil: number;
};

const isExpired = ({ expiresAt }: CachedKey) =>
  expiresAt !== Number.POSITIVE_INFINITY && databaseNow().getTime() >= expiresAt;

/** The topic on which a workspace is published after one of its keys was revoked or rotated. */
export const keysTopic = "keys";

const known = () =>
  singleton("known-keys", () => {
    subscribe(keysTopic, forgetKeysOf);
    noteKeyUses();
    return new LRUCache<string, CachedKey>({ max: 10_000 });
  });
const flights = singleton("key-flights", () => new Map<string, Promise<KeyActor>>());
// Incremented by every revocation this process learns of. A lookup that started earlier is not cached.
const generation = singleton("key-generation", () => ({ number: 0 }));

type ApiKeyRow = {
  hash: string;
  id: string;
  workspace_id: string;
  name: string;
  scope: KeyActor["scope"];
  all_environments: boolean;
  environment_ids: string[];
  rights: Permission[];
  owner_id: string | null;
  expires_at: Date | null;
  is_expired: boolean;
  revoked_at: Date | null;
  runtime_requests_limit: number | null;
};

const findKeys = `select k.hash, k.id, k.workspace_id, k.name, k.scope::text, k.all_environments, k.environment_ids::text[],
  k.rights, k.owner_id, k.expires_at, coalesce(k.expires_at <= clock_timestamp(), false) as is_expired, k.revoked_at, w.runtime_requests_limit
  from api_keys k join workspaces w on w.id = k.workspace_id`;
const findKey = `${findKeys} where k.hash = $1`;

const manageRequestsPerMinute = 1_200;

function bearerOf(header: string | null | undefined): string {
  if (!header) throw new AppError("missing_api_key", "Send an API key: Authorization: Bearer us_…");
  const key = /^Bearer +(\S+)$/i.exec(header)?.[1];
  if (!key || !isWellFormedKey(key))
    throw new AppError("invalid_api_key", "This is not an Understudy API key. Copy the whole key again.");
  return key;
}

const expired = () => new AppError("api_key_expired", "This API key has expired. Make a new one under Settings, Keys.");

function toCachedKey(row: ApiKeyRow | undefined, now: number): CachedKey {
  if (!row) throw new AppError("invalid_api_key", "This API key is not known here.");
  if (row.revoked_at)
    throw new AppError("api_key_revoked", "This API key was revoked. Make a new one under Settings, Keys.");
  if (row.is_expired) throw expired();
  const expiresAt = row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY;
  const touchedAt = Number.NEGATIVE_INFINITY;
  return { actor: toActor(row), expiresAt, checkedAt: now, touchedAt, trustedUntil: now + outageMs() };
}

function toActor(row: ApiKeyRow): KeyActor {
  return {
    kind: "key",
    workspaceId: row.workspace_id,
    keyId: row.id,
    name: row.name,
    scope: row.scope,
    ...(row.rights.length > 0 && { rights: row.rights }),
    ownerId: row.owner_id,
    environments: row.all_environments ? "all" : row.environment_ids,
    requestsPerMinute: row.scope === "manage" ? manageRequestsPerMinute : row.runtime_requests_limit,
  };
}

async function check(hash: string): Promise<KeyActor> {
  const now = performance.now();
  const before = known().get(hash);
  const begunIn = generation.number;
  try {
    const [row] = await runtimeQuery<ApiKeyRow>("find-key", findKey, [hash]);
    const found = toCachedKey(row, now);
    found.touchedAt = before?.touchedAt ?? found.touchedAt;
    if (begunIn === generation.number) known().set(hash, found);
    touch(found, now);
    return found.actor;
  } catch (error) {
    if (before && isDatabaseUnavailable(error) && now < before.trustedUntil) {
      if (isExpired(before)) throw expired();
      return before.actor;
    }
    known().delete(hash);
    throw error;
  }
}

/** Records that a key was used, at most once per minute. Never delays the request. */
function touch(entry: CachedKey, now: number): void {
  if (now - entry.touchedAt < touchMs) return;
  entry.touchedAt = now;
  const where = { id: entry.actor.keyId, workspaceId: entry.actor.workspaceId };
  prisma()
    .apiKey.updateMany({ where, data: { lastUsedAt: databaseNow() } })
    .catch(() => {});
}

// Hashing costs more than the rest of a cache hit, and the same few headers repeat.
const hashes = () => singleton("key-hashes", () => new LRUCache<string, string>({ max: 10_000 }));

function hashOf(header: string): string {
  const remembered = hashes().get(header);
  if (remembered) return remembered;
  const hash = hashKey(header.slice(7));
  if (known().has(hash)) hashes().set(header, hash); // cache only hashes of known keys
  return hash;
}

/**
 * Returns the actor of a key that was checked within the last seconds, or null if a query is needed. Synchronous. `now`
 * is `performance.now()`.
 */
export function authenticateCached(header: string | undefined, now: number): KeyActor | null {
  if (!header?.startsWith("Bearer us_")) return null;
  const entry = known().get(hashOf(header));
  return entry && now - entry.checkedAt < freshMs && !isExpired(entry) ? entry.actor : null;
}

/**
 * Returns the actor of an `Authorization` header. Throws 401 `missing_api_key`, `invalid_api_key`, `api_key_expired`,
 * `api_key_revoked`; 503 `database_unavailable` for a key that was not cached before an outage.
 */
export async function authenticateKey(header: string | null | undefined): Promise<KeyActor> {
  const hash = hashKey(bearerOf(header));
  const entry = known().get(hash);
  const now = performance.now();
  if (!entry || isExpired(entry) || now >= entry.trustedUntil) return checkOnce(hash);
  if (now - entry.checkedAt < freshMs) return entry.actor;
  // A slow or unavailable database does not delay a key that was valid recently.
  if (isDatabaseUp() && entry.checkedAt === Number.NEGATIVE_INFINITY) return checkOnce(hash);
  if (isDatabaseUp()) return (await withShortTimeout(checkOnce(hash))) ?? entry.actor;
  watchRecovery();
  return entry.actor;
}

function checkOnce(hash: string): Promise<KeyActor> {
  const running = flights.get(hash);
  if (running) return running;
  const flight = check(hash).finally(() => {
    if (flights.get(hash) === flight) flights.delete(hash);
  });
  flights.set(hash, flight);
  return flight;
}

function forgetKeysOf(workspaceId: string): void {
  generation.number++;
  flights.clear();
  for (const [hash, { actor }] of [...known().entries()]) if (actor.workspaceId === workspaceId) known().delete(hash);
}

/** The hashes of all cached keys. */
export function knownHashes(): string[] {
  return [...known().keys()];
}

/**
 * Returns those of the hashed keys that are usable now, according to the database. `expiresAt` is in Unix milliseconds.
 */
export async function listUsableKeys(
  hashes: readonly string[],
): Promise<{ hash: string; actor: KeyActor; expiresAt: number | null }[]> {
  const text = `${findKeys} where k.hash = any($1::text[]) and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > now())`;
  const rows = await runtimeQuery<ApiKeyRow>("usable-keys", text, [[...new Set(hashes)]]);
  return rows.map((row) => ({ hash: row.hash, actor: toActor(row), expiresAt: row.expires_at?.getTime() ?? null }));
}

/**
 * Caches keys from a snapshot. While the database is unavailable, they are accepted until `trustedUntil` (Unix
 * milliseconds).
 */
export function rememberKeys(
  keys: readonly { hash: string; actor: KeyActor; expiresAt: number | null }[],
  trustedUntil: number,
): void {
  const [checkedAt, touchedAt] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const unchecked = { checkedAt, touchedAt, trustedUntil: performance.now() + trustedUntil - Date.now() };
  for (const { hash, actor, expiresAt } of keys)
    if (!known().has(hash))
      known().set(hash, { ...unchecked, actor, expiresAt: expiresAt ?? Number.POSITIVE_INFINITY });
}

/** Clears the key cache. For tests. */
export function forgetKeys(): void {
  generation.number++;
  flights.clear();
  known().clear();
  hashes().clear();
}
