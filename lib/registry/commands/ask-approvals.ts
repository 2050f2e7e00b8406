import type { Transaction } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import type { Passing } from "../gate/passing";
import { loadStanding } from "../queries/standing-reviews";
import { type GateRefusal, gateRefusal } from "../reviews-gate";
import { reviewState } from "../reviews-state";
import { refusedMoveWords } from "../reviews-words";
import { toFacts } from "./load-change-request";

type Refusal = { code: GateRefusal["code"]; message: string };
type Answer = { refusal: Refusal | null; changeRequest: number | null; approvedBy: string[] };

/** Checks a move against the approvals that the environment requires. Locks the open change request. */
export async function askApprovals(tx: Transaction, passing: Passing): Promise<Answer> {
  const { workspaceId, prompt, to, kind, wasLive, liveRevision } = passing;
  // Read again, because the rule may have become stricter since the command began.
  const environment = await tx.environment.findFirstOrThrow({
    where: { id: passing.environment.id, workspaceId },
    select: { id: true, name: true, isProtected: true, requiredApprovals: true },
  });
  if (environment.requiredApprovals === 0) return { refusal: null, changeRequest: null, approvedBy: [] };
  const place = { workspaceId, promptId: prompt.id, environmentId: environment.id };
  const open = await lockOpenRequest(tx, place, to.number);
  const facts = toFacts(open?.events ?? []);
  const isStanding = await loadStanding(tx, workspaceId, facts);
  const counting = facts.filter((fact) => isStanding(fact, environment));
  const state = open && reviewState(open, counting, environment, liveRevision);
  const request = open &&
    state && { number: open.number, blockers: state.blockers, isOutOfDate: state.status === "out_of_date" };
  const move = { kind, name: prompt.name, version: to.number, environment, wasLive, request };
  const refusal = gateRefusal(move);
  return {
    refusal: refusal && { code: refusal.code, message: refusedMoveWords(refusal, move) },
    changeRequest: open?.number ?? null,
    approvedBy: state?.approvedBy.map(({ name }) => name) ?? [],
  };
}

async function lockOpenRequest(
  tx: Transaction,
  { workspaceId, promptId, environmentId }: TenantPromptEnvironment,
  version: number,
) {
  await tx.$queryRaw`select 1 from change_requests
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid
      and environment_id = ${environmentId}::uuid and version = ${version} and status = 'open' for update`;
  return tx.changeRequest.findFirst({
    where: { workspaceId, promptId, environmentId, version, status: "open" },
    include: { events: { orderBy: [{ at: "asc" }, { id: "asc" }] } },
  });
}
