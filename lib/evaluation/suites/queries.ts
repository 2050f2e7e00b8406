import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { escapeLike } from "@/lib/core/escape-like";
import { Prisma, type TestCase } from "@/lib/core/generated/prisma/client";
import { calledBy } from "@/lib/registry/queries/find-prompt";
import { type CaseView, type SuiteView, toCaseView } from "./views";

type SuiteRow = Omit<SuiteView, "createdAt" | "updatedAt" | "archivedAt"> & {
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
};

const keyOfCase = z.tuple([z.uuid()]);
const keyOfSuite = z.tuple([z.string().max(200), z.uuid()]);

function toSuiteView(row: SuiteRow): SuiteView {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

const columns = Prisma.sql`s.id, s.name, s.description, p.name as prompt, s.revision,
  (select count(*)::int from test_cases c where c.suite_id = s.id and c.removed_in is null) as cases,
  s.created_by_name as "createdBy", s.created_at as "createdAt", s.updated_at as "updatedAt", s.archived_at as "archivedAt"`;

export type SuiteFilter = { prompt?: string | undefined; search?: string | undefined; isArchived?: boolean };

/** Lists the workspace's suites by name. */
export async function listSuites(
  actor: Actor,
  { limit, cursor, prompt, search, isArchived = false }: PageRequest & SuiteFilter,
): Promise<Page<SuiteView>> {
  authorize(actor, "prompt:read");
  const after = decodeCursor(cursor, keyOfSuite);
  const rows = await prisma().$queryRaw<SuiteRow[]>`
    select ${columns} from test_suites s left join prompts p on p.id = s.prompt_id
    where s.workspace_id = ${actor.workspaceId}::uuid and (s.archived_at is not null) = ${isArchived}
      ${prompt ? Prisma.sql`and (p.name = ${prompt} or exists (select 1 from prompt_aliases a where a.prompt_id = p.id and a.name = ${prompt}))` : Prisma.empty}
      ${search ? Prisma.sql`and (s.name ilike ${`%${escapeLike(search)}%`} or p.name ilike ${`%${escapeLike(search)}%`})` : Prisma.empty}
      ${after ? Prisma.sql`and (s.name, s.id) > (${after[0]}, ${after[1]}::uuid)` : Prisma.empty}
    order by s.name, s.id limit ${limit + 1}`;
  return toPage(rows, limit, (row) => [row.name, row.id], toSuiteView);
}

/** Returns one suite, or null if it is not in this workspace. */
export async function getSuite(actor: Actor, id: string): Promise<SuiteView | null> {
  authorize(actor, "prompt:read");
  const [row] = await prisma().$queryRaw<SuiteRow[]>`
    select ${columns} from test_suites s left join prompts p on p.id = s.prompt_id
    where s.workspace_id = ${actor.workspaceId}::uuid and s.id = ${id}::uuid`;
  return row ? toSuiteView(row) : null;
}

/** Returns one suite. Throws 404 `not_found`. */
export async function getSuiteOrThrow(actor: Actor, id: string): Promise<SuiteView> {
  const suite = await getSuite(actor, id);
  if (!suite) throw notFound("This suite");
  return suite;
}

export type CaseFilter = {
  /** The revision of the suite. Default: the current one. */
  revision?: number | undefined;
  tag?: string | undefined;
  /** Searches in names, values, the expected answer and tags. */
  search?: string | undefined;
};

function matching({ tag, search }: Omit<CaseFilter, "revision">): Prisma.Sql {
  const like = search ? `%${escapeLike(search)}%` : "";
  return Prisma.sql`
    ${tag ? Prisma.sql`and ${tag} = any(tags)` : Prisma.empty}
    ${search ? Prisma.sql`and (name ilike ${like} or variables::text ilike ${like} or expected::text ilike ${like} or array_to_string(tags, ' ') ilike ${like})` : Prisma.empty}`;
}

/** Lists the cases of a suite at a revision, in the order in which they were first added. */
export async function listCases(
  actor: Actor,
  suiteId: string,
  { limit, cursor, revision, tag, search }: PageRequest & CaseFilter,
): Promise<Page<CaseView> & { revision: number }> {
  const suite = await getSuiteOrThrow(actor, suiteId);
  const at = revision ?? suite.revision;
  if (at > suite.revision) throw notFound(`Revision ${at} of this suite`);
  const after = decodeCursor(cursor, keyOfCase);
  const found = await prisma().$queryRaw<{ id: string }[]>`
    select id from test_cases where workspace_id = ${actor.workspaceId}::uuid and suite_id = ${suiteId}::uuid
      and added_in <= ${at} and (removed_in is null or removed_in > ${at})
      ${matching({ tag, search })}
      ${after ? Prisma.sql`and case_key > ${after[0]}::uuid` : Prisma.empty}
    order by case_key limit ${limit + 1}`;
  const rows = await prisma().testCase.findMany({
    where: { workspaceId: actor.workspaceId, id: { in: found.map(({ id }) => id) } },
    orderBy: { caseKey: "asc" },
  });
  return { ...toPage<TestCase, CaseView>(rows, limit, (row) => [row.caseKey], toCaseView), revision: at };
}

/** Counts the cases that match a filter at its revision. */
export async function countCases(actor: Actor, suiteId: string, { revision, ...filter }: CaseFilter): Promise<number> {
  authorize(actor, "prompt:read");
  const isThere =
    revision === undefined
      ? Prisma.sql`removed_in is null`
      : Prisma.sql`added_in <= ${revision} and (removed_in is null or removed_in > ${revision})`;
  const [row] = await prisma().$queryRaw<{ count: number }[]>`
    select count(*)::int as count from test_cases
    where workspace_id = ${actor.workspaceId}::uuid and suite_id = ${suiteId}::uuid and ${isThere} ${matching(filter)}`;
  return row?.count ?? 0;
}

/** Returns current cases by their keys. Unknown keys are omitted. */
export async function listCasesByKey(actor: Actor, suiteId: string, keys: readonly string[]): Promise<CaseView[]> {
  authorize(actor, "prompt:read");
  const rows = await prisma().testCase.findMany({
    where: { workspaceId: actor.workspaceId, suiteId, caseKey: { in: [...keys] }, removedIn: null },
    orderBy: { caseKey: "asc" },
  });
  return rows.map(toCaseView);
}

/** Lists the names of variables for which a suite's current cases have values, the most used first. At most 200. */
export async function listCaseVariables(actor: Actor, suiteId: string): Promise<string[]> {
  authorize(actor, "prompt:read");
  const rows = await prisma().$queryRaw<{ name: string }[]>`
    select used.name from test_cases, jsonb_object_keys(variables) as used (name)
    where workspace_id = ${actor.workspaceId}::uuid and suite_id = ${suiteId}::uuid and removed_in is null
    group by used.name order by count(*) desc, used.name limit 200`;
  return rows.map(({ name }) => name);
}

/** Lists the tags of a suite's current cases with their counts, the most used first. At most 100. */
export async function countCaseTags(actor: Actor, suiteId: string): Promise<{ tag: string; count: number }[]> {
  authorize(actor, "prompt:read");
  return prisma().$queryRaw<{ tag: string; count: number }[]>`
    select tag, count(*)::int as count from test_cases, unnest(tags) as tag
    where workspace_id = ${actor.workspaceId}::uuid and suite_id = ${suiteId}::uuid and removed_in is null
    group by tag order by count desc, tag limit 100`;
}

/** Returns the id of the prompt's own suite with the most cases. Null: it has none with a case. */
export async function findOwnSuite({ workspaceId }: Actor, prompt: string): Promise<string | null> {
  const suites = await prisma().testSuite.findMany({
    where: { workspaceId, archivedAt: null, prompt: calledBy(prompt), cases: { some: { removedIn: null } } },
    select: { id: true, _count: { select: { cases: { where: { removedIn: null } } } } },
    orderBy: { name: "asc" },
  });
  const cases = ({ _count }: (typeof suites)[number]) => _count.cases;
  return suites.toSorted((one, other) => cases(other) - cases(one))[0]?.id ?? null;
}

/** Returns the name, or the name with the lowest free number: "refunds 2". At most 100 characters. */
export async function findFreeSuiteName(actor: Actor, name: string): Promise<string> {
  authorize(actor, "prompt:read");
  const base = name.slice(0, 95).trimEnd();
  const existing = await prisma().testSuite.findMany({
    where: { workspaceId: actor.workspaceId, name: { startsWith: base } },
    select: { name: true },
  });
  const names = new Set(existing.map((suite) => suite.name));
  let free = name;
  for (let number = 2; names.has(free); number++) free = `${base} ${number}`;
  return free;
}
