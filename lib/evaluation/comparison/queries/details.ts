import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { caseTitle } from "@/lib/registry/gate/case-title";
import { toCaseView } from "../../suites/views";
import { compareCase } from "../comparison";
import { type CaseSide, type ComparedCaseDetail, toAnswerView, toCaseResult } from "../views";
import { type FoundRun, findComparedRuns } from "./runs";

const exportPage = 100;

/** Returns the rows of test cases in the suite revision that the run used. */
function findTests(workspaceId: string, { suiteId, suiteRevision }: FoundRun, caseKeys: readonly string[]) {
  return prisma().testCase.findMany({
    where: {
      workspaceId,
      suiteId,
      caseKey: { in: [...caseKeys] },
      addedIn: { lte: suiteRevision },
      OR: [{ removedIn: null }, { removedIn: { gt: suiteRevision } }],
    },
  });
}

/** Returns the run's results and answers for these cases, by case key. */
async function findSides(workspaceId: string, run: FoundRun, caseKeys: readonly string[]) {
  const tests = await findTests(workspaceId, run, caseKeys);
  const [results, answers] = await Promise.all([
    prisma().evaluationResult.findMany({ where: { workspaceId, runId: run.id, caseKey: { in: [...caseKeys] } } }),
    prisma().evaluationAnswer.findMany({
      where: { workspaceId, runId: run.id, caseId: { in: tests.map(({ id }) => id) } },
      orderBy: { repeat: "asc" },
    }),
  ]);
  const resultOf = new Map(results.map((row) => [row.caseKey, row]));
  return new Map(
    tests.map((test) => {
      const result = resultOf.get(test.caseKey);
      const own = answers.filter(({ caseId }) => caseId === test.id);
      const side: CaseSide = {
        run: { id: run.id, version: run.version, repeats: run.repeats },
        result: result ? toCaseResult(result) : null,
        answers: own.filter(({ answeredAt, errorCode }) => answeredAt || errorCode).map(toAnswerView),
      };
      return [test.caseKey, { test, side, position: own[0]?.position ?? result?.position ?? 0 }] as const;
    }),
  );
}

type Runs = Awaited<ReturnType<typeof findComparedRuns>>;

/**
 * Returns the cases with the results and answers of both runs, in the order of the keys. Cases that are not part of the
 * run are omitted.
 */
async function findDetails(workspaceId: string, { run, baseline }: Runs, caseKeys: readonly string[]) {
  const [now, before] = await Promise.all([
    findSides(workspaceId, run, caseKeys),
    baseline ? findSides(workspaceId, baseline, caseKeys) : null,
  ]);
  return caseKeys.flatMap((key): ComparedCaseDetail[] => {
    const [one, other] = [now.get(key), before?.get(key) ?? null];
    if (!one) return [];
    const view = toCaseView(one.test);
    const { verdict, changes } = compareCase(one.side.result, other?.side.result ?? null);
    return [
      {
        key,
        position: one.position,
        title: caseTitle(view),
        tags: view.tags,
        verdict,
        changes,
        case: view,
        now: one.side,
        baseline: other?.side ?? null,
        isEdited: other !== null && other.test.id !== one.test.id,
      },
    ];
  });
}

/** Returns one case with all answers and scores of both runs. Throws 404 if the case is not part of the run. */
export async function getComparedCase(
  actor: Actor,
  runId: string,
  caseKey: string,
  against?: string,
): Promise<ComparedCaseDetail> {
  const runs = await findComparedRuns(actor, runId, against);
  const isKey = z.guid().safeParse(caseKey).success;
  const [detail] = isKey ? await findDetails(actor.workspaceId, runs, [caseKey]) : [];
  if (!detail) throw notFound("This case");
  return detail;
}

/**
 * Reads all cases of a run with their answers, page by page, in the order of the suite. Permissions are checked before
 * the first page.
 */
export async function exportComparedCases(actor: Actor, runId: string, against?: string) {
  const runs = await findComparedRuns(actor, runId, against);
  const { workspaceId } = actor;
  async function* pages(): AsyncGenerator<ComparedCaseDetail[]> {
    let after = 0;
    for (;;) {
      const rows = await prisma().evaluationAnswer.findMany({
        where: { workspaceId, runId: runs.run.id, repeat: 1, position: { gt: after } },
        select: { position: true, testCase: { select: { caseKey: true } } },
        orderBy: { position: "asc" },
        take: exportPage,
      });
      const last = rows.at(-1);
      if (!last) return;
      const keys = rows.map(({ testCase }) => testCase.caseKey);
      yield await findDetails(workspaceId, runs, keys);
      after = last.position;
    }
  }
  return { ...runs, pages: pages() };
}
