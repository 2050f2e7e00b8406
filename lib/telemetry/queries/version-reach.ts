import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseUnavailable } from "@/lib/core/database-errors";
import { prisma } from "@/lib/core/db";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { isNotExpired } from "../store/kept-row";
import { findReadable, type Readable } from "../store/queries/readable";

/** How many of the newest answers are read at most. */
const mostRead = 10_000;
const rateMinutes = 10;

/** Who got a version in an environment within a time range. */
export type VersionReach = {
  /** At most 10,000, the newest ones. */
  answers: number;
  /** The users of these answers. */
  users: number;
  /** Whether as many answers were read as are read at most, so that there may be older ones. */
  isPartial: boolean;
  /** The mean of the last ten minutes, or of the time that was read if it is shorter. */
  answersPerMinute: number;
  /**
   * The names of the API keys that reported answers of the version in the hours of this time range, most used first.
   */
  keys: string[];
};

type ReachQuery = { prompt: string; environmentId: string; version: number; from: Date; until: Date };
type VersionPlace = Omit<ReachQuery, "prompt"> & { workspaceId: string; promptId: string };
type Answer = { atMs: number; userId: string };

/** Reads the newest answers in PostgreSQL, newest first. */
async function readHere({
  workspaceId,
  promptId,
  environmentId,
  version,
  from,
  until,
}: VersionPlace): Promise<Answer[]> {
  if (from >= until) return [];
  return prisma().$queryRaw<Answer[]>`
    select extract(epoch from at)::float8 * 1000 as "atMs", coalesce(user_id, '') as "userId" from interactions
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and version = ${version} and at >= ${from} and at < ${until}
    order by at desc limit ${mostRead}`;
}

/** Reads the newest answers in ClickHouse, newest first. Throws 503 `database_unavailable` if it does not respond. */
async function readThere(store: Readable["store"], place: VersionPlace, isDirect = false): Promise<Answer[]> {
  if (place.from >= place.until) return [];
  const text = `select toUnixTimestamp64Milli(at)::Float64 as atMs, user_id as userId from interactions
    where workspace_id = {workspaceId:UUID} and prompt_id = {promptId:UUID} and environment_id = {environmentId:UUID}
      and version = {version:Int32} and ${isNotExpired} ${isDirect ? "and is_direct" : ""}
      and at >= fromUnixTimestamp64Milli({from:Int64}) and at < fromUnixTimestamp64Milli({until:Int64})
    order by at desc, id desc limit 1 by at, id limit ${mostRead}`;
  const values = { ...place, from: place.from.getTime(), until: place.until.getTime() };
  return store.rows<Answer>(text, values).catch((error: unknown) => Promise.reject(databaseUnavailable(error)));
}

/** Reads the newest answers of both stores, newest first. */
async function readNewest(place: VersionPlace): Promise<Answer[]> {
  const readable = await findReadable();
  if (!readable) return readHere(place);
  const { store, to, isDirect } = readable;
  const newer = { ...place, from: new Date(Math.max(place.from.getTime(), to.getTime())) };
  const older = { ...place, until: new Date(Math.min(place.until.getTime(), to.getTime())) };
  const parts = await Promise.all([
    readHere(newer),
    isDirect ? readThere(store, newer, true) : [],
    readThere(store, older),
  ]);
  return parts
    .flat()
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, mostRead);
}

/** Lists the keys from the sums by hour, which are the same with both stores. */
async function listKeys({
  workspaceId,
  promptId,
  environmentId,
  version,
  from,
  until,
}: VersionPlace): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ name: string }[]>`
    select k.name from usage_hours u join api_keys k on k.id = u.key_id and k.workspace_id = u.workspace_id
    where u.workspace_id = ${workspaceId}::uuid and u.prompt_id = ${promptId}::uuid
      and u.environment_id = ${environmentId}::uuid and u.version = ${version}
      and u.hour >= date_trunc('hour', ${from}::timestamptz, 'UTC') and u.hour < ${until}
    group by k.id, k.name order by sum(u.interactions) desc, k.name`;
  return rows.map(({ name }) => name);
}

/** Counts the answers and users of a version, and the keys that reported them. */
export async function getVersionReach(actor: Actor, { prompt, ...query }: ReachQuery): Promise<VersionReach> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { id: promptId } = await findPromptOrThrow(workspaceId, prompt);
  const place = { workspaceId, promptId, ...query };
  const [answers, keys] = await Promise.all([readNewest(place), listKeys(place)]);
  const users = new Set(answers.map(({ userId }) => userId));
  users.delete("");
  const isPartial = answers.length === mostRead;
  const [from, until] = [query.from.getTime(), query.until.getTime()];
  const rateFrom = Math.max(until - rateMinutes * 60_000, isPartial ? (answers.at(-1)?.atMs ?? from) : from);
  const recent = answers.filter(({ atMs }) => atMs >= rateFrom).length;
  const answersPerMinute = recent / Math.max(1, (until - rateFrom) / 60_000);
  return { answers: answers.length, users: users.size, isPartial, answersPerMinute, keys };
}
