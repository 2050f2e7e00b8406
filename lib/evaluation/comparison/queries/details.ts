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

/** The rows of cases in the set that a run asked. */
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

/** What a run has of those cases: results and answers, by the case's key. */
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

/** Cases with all that both runs have of them, in the order of the keys; those the run does not ask are left out. */
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

/** One case with all answers of both runs and what the scorers said; 404 when the run does not ask it. */
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

/** All cases of a run with all their answers, in the order of the set, a page at a time. Refuses before the first page. */
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
