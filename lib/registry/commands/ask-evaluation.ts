import type { Transaction } from "@/lib/core/db";
import { evaluateGate } from "../gate/evaluate-gate";
import type { Passing } from "../gate/passing";
import { loadGateFacts } from "../gate/queries/facts";
import {
  type EvaluationEvidence,
  type EvaluationRefusal,
  evaluationEvidence,
  evaluationRefusal,
  type SuiteBefore,
} from "../gate/refusal";

type Answer = { refusal: EvaluationRefusal | null; evidence: EvaluationEvidence | null };

/**
 * Checks a move against the evaluation gate, in the transaction of the move. A rollback to a version that was live here
 * passes without a run, so that it is never delayed. Every other move must pass the gate.
 */
export async function askEvaluation(tx: Transaction, passing: Passing): Promise<Answer> {
  const { workspaceId, prompt, environment, to, kind, wasLive } = passing;
  if ((kind === "rollback" || kind === "auto_rollback") && wasLive) return { refusal: null, evidence: null };
  const place = { promptId: prompt.id, environmentId: environment.id, version: to.number };
  const [facts] = await loadGateFacts(tx, workspaceId, [place], { withCases: true });
  if (!facts) return { refusal: null, evidence: null };
  const result = evaluateGate(facts);
  const before = await findSuiteBefore(tx, passing);
  return { refusal: evaluationRefusal(result, prompt.name), evidence: evaluationEvidence(result, before) };
}

/** Returns the suite and version of the last release here that a gate checked. */
async function findSuiteBefore(tx: Transaction, { workspaceId, prompt, environment }: Passing) {
  const [row] = await tx.$queryRaw<{ version: number; at: Date; suite: SuiteBefore["suite"] }[]>`
    select to_version as version, at, evidence->'gate'->'suite' as suite from releases
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${prompt.id}::uuid
      and environment_id = ${environment.id}::uuid and evidence->'gate'->'suite' is not null
    order by revision desc limit 1`;
  if (!row) return null;
  const { id, name, revision, scorersHash } = row.suite;
  const suite = { id, name, revision, ...(scorersHash && { scorersHash }) };
  return { version: row.version, at: row.at.toISOString(), suite };
}
