import type { Transaction } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { caseTitle } from "../case-title";
import { type ByDimension, type Dimension, dimensions } from "../dimensions";
import type { DimensionFacts } from "../facts";
import type { BrokenCase } from "../result";

/** A finished run and the live version's run on the same set of cases; null if there is none to compare with. */
export type RunPair = { run: string; base: string | null };

export type Counts = {
  dimensions: ByDimension<DimensionFacts>;
  cases: { fixed: number; broken: number; same: number };
};

const keyOf = ({ run, base }: RunPair) => `${run} ${base}`;
const column = (table: "c" | "b", name: string) => Prisma.raw(`${table}.${name}`);
const broke = (name: string) => Prisma.sql`(${column("b", `${name}_ok`)} and not ${column("c", `${name}_ok`)})`;
const mended = (name: string) => Prisma.sql`(not ${column("b", `${name}_ok`)} and ${column("c", `${name}_ok`)})`;
const stayed = (name: string) => Prisma.sql`(${column("b", `${name}_ok`)} = ${column("c", `${name}_ok`)})`;
const either = (parts: Prisma.Sql[]) =>
  Prisma.sql`(${Prisma.join(
    parts.map((part) => Prisma.sql`coalesce(${part}, false)`),
    " or ",
  )})`;
const anyBroke = either(dimensions.map(broke));
const anyMended = either(dimensions.map(mended));
const anySame = either(dimensions.map(stayed));

const measures = Prisma.join(
  dimensions.map(
    (name) => Prisma.sql`json_build_object(
      'score', avg(${column("c", name)}), 'baselineScore', avg(${column("b", name)}),
      'broken', count(*) filter (where ${broke(name)}), 'fixed', count(*) filter (where ${mended(name)}),
      'same', count(*) filter (where ${stayed(name)})
    ) as ${Prisma.raw(name)}`,
  ),
  ", ",
);

const pairsOf = (pairs: readonly RunPair[]) =>
  Prisma.sql`unnest(${pairs.map(({ run }) => run)}::uuid[], ${pairs.map(({ base }) => base)}::uuid[]) as p(run, base)`;

/** The means and case counts of every pair, from the stored results. Uses one query. */
export async function loadCounts(
  db: Transaction,
  workspaceId: string,
  pairs: readonly RunPair[],
): Promise<Map<string, Counts>> {
  if (pairs.length === 0) return new Map();
  const rows = await db.$queryRaw<(RunPair & ByDimension<DimensionFacts> & Counts["cases"])[]>`
    select p.run, p.base, ${measures},
      (count(*) filter (where ${anyBroke}))::int as broken,
      (count(*) filter (where not ${anyBroke} and ${anyMended}))::int as fixed,
      (count(*) filter (where not ${anyBroke} and not ${anyMended} and ${anySame}))::int as same
    from (select distinct * from ${pairsOf(pairs)}) as p
      join evaluation_results c on c.run_id = p.run and c.workspace_id = ${workspaceId}::uuid
      left join evaluation_results b on b.run_id = p.base and b.case_key = c.case_key and b.workspace_id = ${workspaceId}::uuid
    group by p.run, p.base`;
  return new Map(
    rows.map(({ run, base, broken, fixed, same, ...measured }) => [
      keyOf({ run, base }),
      { dimensions: measured, cases: { broken, fixed, same } },
    ]),
  );
}

const shown = 20;

/** The cases that the live version passes and the version does not, at most the first 20 of the set. */
export async function loadBrokenCases(
  db: Transaction,
  workspaceId: string,
  pairs: readonly RunPair[],
): Promise<Map<string, BrokenCase[]>> {
  const compared = pairs.filter(({ base }) => base !== null);
  if (compared.length === 0) return new Map();
  const rows = await db.$queryRaw<
    (RunPair & {
      caseKey: string;
      position: number;
      name: string;
      variables: Record<string, unknown>;
      placeholders: Record<string, { content: string }[]> | null;
      in: (Dimension | null)[];
    })[]
  >`
    select p.run, p.base, x.* from (select distinct * from ${pairsOf(compared)}) as p, lateral (
      select c.case_key as "caseKey", c.position, t.name, t.variables, t.placeholders,
        array[${Prisma.join(
          dimensions.map((name) => Prisma.sql`case when ${broke(name)} then ${name} end`),
          ", ",
        )}] as "in"
      from evaluation_results c
        join evaluation_results b on b.run_id = p.base and b.case_key = c.case_key and b.workspace_id = ${workspaceId}::uuid
        join test_cases t on t.id = c.case_id
      where c.run_id = p.run and c.workspace_id = ${workspaceId}::uuid and ${anyBroke}
      order by c.position limit ${shown}) as x
    order by x.position`;
  const found = new Map<string, BrokenCase[]>();
  for (const { run, base, caseKey, position, name, variables, placeholders, in: marks } of rows) {
    const list = found.get(keyOf({ run, base })) ?? [];
    list.push({
      caseKey,
      position,
      title: caseTitle({ name, variables, placeholders: placeholders ?? {} }),
      dimensions: marks.filter((mark) => mark !== null),
    });
    found.set(keyOf({ run, base }), list);
  }
  return found;
}
