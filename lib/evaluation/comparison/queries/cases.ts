import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { decodeCursor, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { CaseShown } from "../changes";
import { comparedCases, shownAs, sortKeys } from "../compared-sql";
import type { CaseFilters } from "../schema";
import { type ComparedCase, toComparedCase } from "../views";
import { findComparedRuns } from "./runs";

type ListRequest = PageRequest & CaseFilters & { order?: "worst" | "position" | undefined };
type KeyRow = { key: string; position: number; first: number; second: number };
const cursorKey = z.tuple([z.number(), z.number(), z.int()]);

/** Lists the cases of a run with their baseline results, broken or else worst first. Two queries: keys, then rows. */
export async function listComparedCases(
  actor: Actor,
  runId: string,
  { limit, cursor, order, ...filters }: ListRequest,
): Promise<Page<ComparedCase>> {
  const { run, baseline } = await findComparedRuns(actor, runId, filters.baseline);
  const { workspaceId } = actor;
  const verdict = filters.verdict ?? "all";
  const { first, second } = sortKeys(verdict, baseline !== null, order);
  const after = decodeCursor(cursor, cursorKey);
  const runs = { workspaceId, runId: run.id, baselineId: baseline?.id ?? null };
  const keys = await prisma().$queryRaw<KeyRow[]>`
    select case_key as key, position, ${first}::int as first, ${second}::float8 as second
    from (${comparedCases(runs, filters)}) compared where ${shownAs[verdict]}
      ${after ? Prisma.sql`and (-(${first}), -(${second})::float8, position) > (${-after[0]}, ${-after[1]}::float8, ${after[2]})` : Prisma.empty}
    order by -(${first}), -(${second})::float8, position limit ${limit + 1}`;
  const results = await prisma().evaluationResult.findMany({
    where: {
      workspaceId,
      runId: { in: [run.id, ...(baseline ? [baseline.id] : [])] },
      caseKey: { in: keys.map(({ key }) => key) },
    },
  });
  const tests = await prisma().testCase.findMany({
    where: { workspaceId, id: { in: results.filter((one) => one.runId === run.id).map(({ caseId }) => caseId) } },
  });
  const of = (id: string | undefined, key: string) =>
    results.find((one) => one.runId === id && one.caseKey === key) ?? null;
  const byId = new Map(tests.map((one) => [one.id, one]));
  const rows = keys.flatMap((row) => {
    const now = of(run.id, row.key);
    const test = now && byId.get(now.caseId);
    return now && test ? [{ ...row, now, test, before: of(baseline?.id, row.key) }] : [];
  });
  return toPage(rows, limit, ({ first: one, second: two, position }) => [one, two, position], toComparedCase);
}

/** The number of cases for each filter value. */
export type CaseCounts = Record<CaseShown, number>;

/** Counts the cases of the run for each value of `verdict`, with the other filters applied. One query. */
export async function countComparedCases(actor: Actor, runId: string, filters: CaseFilters): Promise<CaseCounts> {
  const { run, baseline } = await findComparedRuns(actor, runId, filters.baseline);
  const runs = { workspaceId: actor.workspaceId, runId: run.id, baselineId: baseline?.id ?? null };
  const each = Object.entries(shownAs).map(
    ([name, when]) => Prisma.sql`count(*) filter (where ${when})::int as ${Prisma.raw(`"${name}"`)}`,
  );
  const [row] = await prisma().$queryRaw<CaseCounts[]>`
    select ${Prisma.join(each)} from (${comparedCases(runs, filters)}) compared`;
  return row ?? { all: 0, broken: 0, fixed: 0, same: 0, new: 0, failed: 0 };
}
