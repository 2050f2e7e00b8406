import { prisma } from "@/lib/core/db";
import type { ScorerConfig } from "../../scorers/schema";
import { scoreAgreementWithin } from "../../scorers/score";
import type { Score } from "../../scorers/types";
import { isJudgement } from "../scoring";
import { type CaseSummary, summarizeCase } from "../summary";

/** The summary of a case, with its identity and position. */
export type SummarizedCase = CaseSummary & { caseId: string; caseKey: string; position: number };

type Run = { id: string; repeats: number; scorers: unknown };
const casesAtOnce = 200;

/** Returns the results of every case with complete answers, in the order of the cases. */
export async function summarizeCases(workspaceId: string, run: Run): Promise<SummarizedCase[]> {
  const results: SummarizedCase[] = [];
  const scorers = run.scorers as ScorerConfig[];
  for (let from = 1; ; from += casesAtOnce) {
    const rows = await prisma().evaluationAnswer.findMany({
      where: { workspaceId, runId: run.id, position: { gte: from, lt: from + casesAtOnce } },
      include: { testCase: { select: { caseKey: true, checks: true } } },
      orderBy: [{ position: "asc" }, { repeat: "asc" }],
    });
    if (rows.length === 0) return results;
    // Each case has one answer per repeat, in consecutive rows.
    for (let at = 0; at < rows.length; at += run.repeats) {
      const answers = rows.slice(at, at + run.repeats);
      const [first] = answers;
      if (!first || answers.some(({ scoredAt }) => scoredAt === null)) continue;
      const { caseId, position, testCase } = first;
      const answered = answers.flatMap(({ output, toolCalls }) =>
        output === null ? [] : { output, toolCalls: (toolCalls ?? []) as { name: string; input: unknown }[] },
      );
      const summed = answers.map(({ errorCode, scores, latencyMs, costUsd }) => ({
        isFailed: errorCode !== null,
        scores: scores as Score[],
        latencyMs,
        costUsd,
      }));
      const agreement = await scoreAgreementWithin(scorers, answered, { workspaceId, asker: "job" });
      const summary = summarizeCase(summed, agreement, isJudgement(scorers, testCase.checks));
      results.push({ ...summary, caseId, caseKey: testCase.caseKey, position });
    }
  }
}
