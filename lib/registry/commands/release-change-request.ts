import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { type ReleaseChangeRequestInput, releaseChangeRequestInput } from "../reviews-schema";
import { blockersWords } from "../reviews-words";
import { assertNotArchived } from "./load";
import { assertOpen, findRequest, liveOf, lockPromptAndRequest, stateOf } from "./load-change-request";
import { assertRevision, type MoveResult, moveDeployment } from "./move-deployment";
import { assertOverride } from "./pass-gate";

/**
 * Releases the version of a request to its environment, and marks the request as released in the same transaction.
 * Throws 409 `approval_required` or `out_of_date` with what is missing, `invalid_state` if the request is not open.
 */
export async function releaseChangeRequest(actor: Actor, input: ReleaseChangeRequestInput): Promise<MoveResult> {
  const { number, reason = "", expectedRevision, override } = parseInput(releaseChangeRequestInput, input);
  const { workspaceId } = actor;
  authorize(actor, "prompt:promote");
  const found = await findRequest(workspaceId, number);
  authorize(actor, "prompt:promote", found.environment);
  const { epochs, ...result } = await transaction(async (tx) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    assertOpen(request);
    assertNotArchived(prompt);
    const { environment } = request;
    const live = await liveOf(tx, request);
    assertRevision({ prompt, environment, expectedRevision }, live.revision);
    const state = await stateOf(tx, request, live.revision);
    if (state.blockers.length > 0) {
      const code = state.status === "out_of_date" ? "out_of_date" : "approval_required";
      if (!override) throw new AppError(code, `Change request ${number}: ${blockersWords(state.blockers)}`);
      assertOverride(actor, reason);
    }
    const to = await tx.version.findFirstOrThrow({
      where: { workspaceId, promptId: prompt.id, number: request.version },
      select: { id: true, number: true },
    });
    const evidence = { changeRequest: number };
    const move = { prompt, environment, to, kind: "promote", reason, expectedRevision, override, evidence } as const;
    return moveDeployment(tx, actor, move);
  });
  announceEpochs(epochs);
  return result;
}
