import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordAct } from "@/lib/auth/commands/record-read";
import { notFound } from "@/lib/core/errors";
import { takeRun } from "../../playground/limits";
import { assertSchemas, schemasIn } from "../assert-schemas";
import { judgesOf } from "../case-judges";
import type { TryScorersInput } from "../command-schema";
import { judgeAnswer } from "../judge";
import { getScoredCase, loadScorers } from "../queries";
import { score, scoreAgreementWithin } from "../score";
import type { Score } from "../types";

const deadlineMs = 120_000;

/**
 * Scores one answer to one case: by rule within a budget, and by the named judges. Stores nothing. Limited to 30 calls
 * per minute and person; throws 429 `rate_limited`.
 */
export async function tryScorers(actor: Actor, input: TryScorersInput): Promise<{ scores: Score[] }> {
  authorize(actor, "evaluation:run");
  const { id, caseKey, output, judges } = input;
  const [suite, testCase] = await Promise.all([loadScorers(actor, id), getScoredCase(actor, { id, caseKey })]);
  const { model, responseSchema } = suite;
  const scorers = input.scorers ?? suite.scorers;
  const answer = { output, toolCalls: [] };
  const all = judgesOf(scorers, testCase);
  const selectedJudges = judges.map((judge) => {
    const found = all.find((one) => one.id === judge);
    if (!found) throw notFound(`The judge ${judge}`);
    return found;
  });
  const ended = takeRun(actor);
  try {
    if (selectedJudges.length > 0) await recordAct(actor, "suite.ask-judges", { id, name: suite.name }, { judges });
    await assertSchemas(actor, schemasIn(input.scorers, ["scorers"]));
    const { workspaceId } = actor;
    const scores = await score(scorers, { answer, testCase, responseSchema }, { workspaceId });
    const agreement = await scoreAgreementWithin(scorers, [answer], { workspaceId });
    const signal = AbortSignal.timeout(deadlineMs);
    const judgedCase = { testCase, answer, modelUnderTest: model };
    const judged = await Promise.all(selectedJudges.map((judge) => judgeAnswer(actor, judge, judgedCase, { signal })));
    return { scores: [...scores, ...agreement, ...judged] };
  } finally {
    ended();
  }
}
