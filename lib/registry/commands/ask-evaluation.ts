import type { Transaction } from "@/lib/core/db";
import { evaluateGate } from "../gate/judge-version";
import type { Passing } from "../gate/passing";
import { loadGateFacts } from "../gate/queries/facts";
import {
  type EvaluationEvidence,
  type EvaluationRefusal,
  evaluationEvidence,
  evaluationRefusal,
} from "../gate/refusal";

type Answer = { refusal: EvaluationRefusal | null; evidence: EvaluationEvidence | null };

/**
 * What the evaluation gate says of a move, read inside its transaction. What was live here once may come back without:
 * a rollback never waits for a run. Anything else, whatever the move is called, must pass.
 */
export async function askEvaluation(tx: Transaction, passing: Passing): Promise<Answer> {
  const { workspaceId, prompt, environment, to, kind, wasLive } = passing;
  if ((kind === "rollback" || kind === "auto_rollback") && wasLive) return { refusal: null, evidence: null };
  const place = { promptId: prompt.id, environmentId: environment.id, version: to.number };
  const [facts] = await loadGateFacts(tx, workspaceId, [place], { withCases: true });
  if (!facts) return { refusal: null, evidence: null };
  const result = evaluateGate(facts);
  return { refusal: evaluationRefusal(result, prompt.name), evidence: evaluationEvidence(result) };
}
