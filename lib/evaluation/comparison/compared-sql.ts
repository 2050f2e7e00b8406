import { escapeLike } from "@/lib/core/escape-like";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { CaseShown } from "./changes";
import type { CaseFilters } from "./schema";

// The rule of comparison.ts as SQL, for filters and sorting. A test checks that both agree.
const column = (side: "a" | "b", one: Dimension) => Prisma.raw(`${side}.${one}`);
const isOk = (side: "a" | "b", one: Dimension) => Prisma.raw(`${side}.${one}_ok`);
const sum = (of: readonly Dimension[], part: (one: Dimension) => Prisma.Sql) => Prisma.join(of.map(part), " + ");
const count = (of: readonly Dimension[], when: (one: Dimension) => Prisma.Sql) =>
  sum(of, (one) => Prisma.sql`coalesce((${when(one)})::int, 0)`);

export type ComparedRuns = { workspaceId: string; runId: string; baselineId: string | null };

/**
 * Joins the results of a run with those of its baseline by case key, and counts the dimensions that broke, were fixed,
 * stayed the same or fail.
 */
export function comparedCases({ workspaceId, runId, baselineId }: ComparedRuns, filters: CaseFilters): Prisma.Sql {
  const { dimension, tag, search } = filters;
  const among = dimension ? [dimension] : dimensions;
  const moved = (one: Dimension) => Prisma.sql`${column("b", one)} - ${column("a", one)}`;
  const like = `%${escapeLike(search ?? "")}%`;
  return Prisma.sql`select a.case_key, a.case_id, a.position,
      (${count(among, (one) => Prisma.sql`${isOk("b", one)} and not ${isOk("a", one)}`)}) as broken,
      (${count(among, (one) => Prisma.sql`${isOk("a", one)} and not ${isOk("b", one)}`)}) as fixed,
      (${count(among, (one) => Prisma.sql`${isOk("a", one)} = ${isOk("b", one)}`)}) as same,
      (${count(among, (one) => Prisma.sql`not ${isOk("a", one)}`)} + (a.failed > 0)::int) as fails,
      (${sum(among, (one) => Prisma.sql`greatest(0, coalesce(${moved(one)}, 0))`)}) as fall,
      (${sum(among, (one) => Prisma.sql`greatest(0, -coalesce(${moved(one)}, 0))`)}) as rise,
      (${sum(among, (one) => Prisma.sql`1 - coalesce(${column("a", one)}, 1)`)}) as lack
    from evaluation_results a
      left join evaluation_results b on b.run_id = ${baselineId}::uuid and b.case_key = a.case_key
        and b.workspace_id = ${workspaceId}::uuid
      ${tag || search ? Prisma.sql`join test_cases t on t.id = a.case_id` : Prisma.empty}
    where a.workspace_id = ${workspaceId}::uuid and a.run_id = ${runId}::uuid
      ${tag ? Prisma.sql`and ${tag} = any(t.tags)` : Prisma.empty}
      ${search ? Prisma.sql`and (t.name ilike ${like} or t.variables::text ilike ${like} or t.expected::text ilike ${like} or array_to_string(t.tags, ' ') ilike ${like})` : Prisma.empty}`;
}

/** The condition on rows of `comparedCases` for each filter value. */
export const shownAs: Record<CaseShown, Prisma.Sql> = {
  all: Prisma.sql`true`,
  broken: Prisma.sql`broken > 0`,
  fixed: Prisma.sql`broken = 0 and fixed > 0`,
  same: Prisma.sql`broken = 0 and fixed = 0 and same > 0`,
  new: Prisma.sql`broken = 0 and fixed = 0 and same = 0`,
  failed: Prisma.sql`fails > 0`,
};

/** The two sort keys of a list, both descending: a count, then a sum. Ties are sorted by position in the suite. */
export function sortKeys(shown: CaseShown, hasBaseline: boolean, order: "worst" | "position" = "worst") {
  if (order === "position") return { first: Prisma.sql`broken * 0`, second: Prisma.sql`fall * 0` };
  if (shown === "fixed") return { first: Prisma.sql`fixed`, second: Prisma.sql`rise` };
  return hasBaseline && shown !== "failed"
    ? { first: Prisma.sql`broken`, second: Prisma.sql`fall` }
    : { first: Prisma.sql`fails`, second: Prisma.sql`lack` };
}
