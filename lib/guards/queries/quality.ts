import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { hasName } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { escapeLike } from "@/lib/core/escape-like";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { folderPrefix } from "@/lib/registry/queries/prompt-filter";
import { groupOf, type QualityCounts, type QualityRow, qualityGroups, rankOf, waitRanks } from "../quality/rows";
import {
  listPlaceStatuses,
  listRequests,
  listRollbacks,
  type PlaceRollback,
  type QualityListRow,
} from "./quality-places";
import { describePlaces } from "./quality-rows";

export type QualityFilter = {
  /** Default: the last production environment, and every other environment that a guard watches. */
  environment?: string | undefined;
  folder?: string | undefined;
};

const cursorKey = z.tuple([z.int().min(0).max(99), z.string().max(500), z.int().min(-1_000_000).max(1_000_000)]);

type Ranked = { ids: string[]; environments: string[]; ranks: number[] };

/** The unsorted list: every prompt in the selected environment, and every other prompt and environment with a guard. */
function placesSql(
  workspaceId: string,
  home: string,
  ranked: Ranked,
  requests: readonly PromptEnvironment[],
  filter: Prisma.Sql,
) {
  return Prisma.sql`with ranked as (
      select * from unnest(${ranked.ids}::uuid[], ${ranked.environments}::uuid[], ${ranked.ranks}::int[])
        ranked (prompt_id, environment_id, rank)
    ), requested as (
      select * from unnest(${requests.map((one) => one.promptId)}::uuid[], ${requests.map((one) => one.environmentId)}::uuid[])
        requested (prompt_id, environment_id)
    ), ahead as (
      select distinct on (d.prompt_id) d.prompt_id, v.number, e.name, e.position
      from deployments d
      join environments e on e.id = d.environment_id and e.stage = 'testing'
      join versions v on v.id = d.version_id
      where d.workspace_id = ${workspaceId}::uuid order by d.prompt_id, v.number desc, e.position desc
    ), places as (
      select p.id as "promptId", e.id as "environmentId", p.name as prompt, e.name as environment, e.position,
        v.number as version, d.since, a.number as "aheadVersion", a.name as "aheadIn",
        case when r.rank <= 3 or r.rank >= ${rankOf("not_watched")}::int then r.rank
          when r.rank is not null and q.prompt_id is not null then ${waitRanks.change_request}::int
          when r.rank is not null and a.number is not null then ${waitRanks.ahead}::int
          else coalesce(r.rank, case when v.number is null then ${rankOf("nothing_live")}::int else ${rankOf("not_watched")}::int end)
        end as rank
      from prompts p
      join environments e on e.workspace_id = p.workspace_id
      left join ranked r on r.prompt_id = p.id and r.environment_id = e.id
      left join requested q on q.prompt_id = p.id and q.environment_id = e.id
      left join deployments d on d.prompt_id = p.id and d.environment_id = e.id
      left join versions v on v.id = d.version_id
      left join ahead a on e.stage = 'production' and a.prompt_id = p.id and a.position < e.position
        and a.number > coalesce(v.number, 0)
      where p.workspace_id = ${workspaceId}::uuid and p.archived_at is null
        and (e.id = ${home}::uuid or r.rank is not null) and ${filter}
    )`;
}

/** The selected environment, and a condition on `prompts p` and `environments e`. */
async function readFilter(actor: Actor, { environment, folder }: QualityFilter) {
  const all = await listEnvironments(actor);
  const named = environment === undefined ? undefined : all.find((one) => hasName(one, environment));
  if (environment !== undefined && !named) throw notFound(`The environment ${environment}`);
  if (named) authorize(actor, "prompt:read", named);
  const reachable = all.filter((one) => can(actor, "prompt:read", one));
  const home = named ?? reachable.findLast(({ stage }) => stage === "production") ?? reachable.at(-1);
  const shown = named ? [named.id] : reachable.map(({ id }) => id);
  const and = [Prisma.sql`e.id = any(${shown}::uuid[])`];
  if (folder) and.push(Prisma.sql`p.name like ${`${escapeLike(folderPrefix(folder))}%`}`);
  return { home: home?.id ?? null, condition: Prisma.join(and, " and ") };
}

/**
 * Prompts and environments with a guard or an automatic rollback, with their ranks. A rollback determines the status
 * unless the live version is worse again.
 */
function toRanked(standings: Awaited<ReturnType<typeof listPlaceStatuses>>, backs: readonly PlaceRollback[]) {
  const statuses = new Map(standings.map((one) => [promptEnvironmentKey(one), one]));
  for (const { promptId, environmentId, at } of backs) {
    const guardStatus = statuses.get(promptEnvironmentKey({ promptId, environmentId }));
    if (guardStatus?.status === "worse" || guardStatus?.status === "suspect") continue;
    const since = at.toISOString();
    statuses.set(promptEnvironmentKey({ promptId, environmentId }), {
      promptId,
      environmentId,
      status: "rolled_back",
      since,
    });
  }
  const all = [...statuses.values()];
  const ranked: Ranked = {
    ids: all.map(({ promptId }) => promptId),
    environments: all.map(({ environmentId }) => environmentId),
    ranks: all.map(({ status }) => rankOf(status)),
  };
  return { statuses, ranked };
}

export type QualityOverview = Page<QualityRow> & { counts: QualityCounts };

/**
 * All prompts in the selected environment: first those that got worse, then those that need an action, then the others
 * by name.
 */
export async function listQuality(
  actor: Actor,
  { limit, cursor, ...filter }: PageRequest & QualityFilter,
): Promise<QualityOverview> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, cursorKey);
  const [{ home, condition }, standings, backs, requests] = await Promise.all([
    readFilter(actor, filter),
    listPlaceStatuses(workspaceId, databaseNow().getTime()),
    listRollbacks(workspaceId),
    listRequests(workspaceId),
  ]);
  const none = Object.fromEntries(qualityGroups.map((group) => [group, 0])) as QualityCounts;
  if (home === null) return { items: [], nextCursor: null, counts: none };
  const { statuses, ranked } = toRanked(standings, backs);
  const places = placesSql(workspaceId, home, ranked, requests, condition);
  const beyond = after
    ? Prisma.sql`where (rank, prompt, position) > (${after[0]}::int, ${after[1]}, ${after[2]}::int)`
    : Prisma.empty;
  const [rows, sums] = await Promise.all([
    prisma().$queryRaw<
      QualityListRow[]
    >`${places} select * from places ${beyond} order by rank, prompt, position limit ${limit + 1}`,
    prisma().$queryRaw<
      { rank: number; count: number }[]
    >`${places} select rank, count(*)::int as count from places group by rank`,
  ]);
  for (const { rank, count } of sums) none[groupOf(rank)] += count;
  const described = await describePlaces(workspaceId, rows.slice(0, limit), { statuses, backs, requests });
  const page = toPage(
    rows,
    limit,
    ({ rank, prompt, position }) => [rank, prompt, position],
    (row) => described.get(promptEnvironmentKey(row)),
  );
  return { ...page, items: page.items.flatMap((row) => row ?? []), counts: none };
}
