import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError, notFound } from "@/lib/core/errors";
import { lastKnownGood, wasLive } from "../lifecycle";
import type { RollBackPromptInput } from "../schema";
import { assertNotArchived, loadEnvironment, lockPrompt } from "./load";
import { assertRevision, type Move, type MoveResult, moveDeployment } from "./move-deployment";

/**
 * Rolls back to the given version (an older one, or one that was live there), or else to the last good version that was
 * live before the current one. Throws 409 `invalid_state` if there is none, `revision_conflict` if the deployment was
 * moved.
 */
export async function rollBackPrompt(actor: Actor, input: RollBackPromptInput): Promise<MoveResult> {
  const { workspaceId } = actor;
  authorize(actor, "prompt:promote");
  const environment = await loadEnvironment(workspaceId, input.environment);
  authorize(actor, "prompt:promote", environment);
  const { epochs, ...result } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, input.name);
    assertNotArchived(prompt);
    const { expectedRevision, reason = "", undo } = input;
    const number = await chooseTarget(tx, workspaceId, { prompt, environment, expectedRevision }, input.version);
    const to = await tx.version.findFirstOrThrow({
      where: { workspaceId, promptId: prompt.id, number },
      select: { id: true, number: true },
    });
    return moveDeployment(tx, actor, { prompt, environment, to, kind: "rollback", reason, expectedRevision, undo });
  });
  announceEpochs(epochs);
  return result;
}

async function chooseTarget(
  tx: Transaction,
  workspaceId: string,
  { prompt, environment, expectedRevision }: Pick<Move, "prompt" | "environment" | "expectedRevision">,
  requested: number | undefined,
): Promise<number> {
  const releases = await tx.release.findMany({
    where: { workspaceId, promptId: prompt.id, environmentId: environment.id },
    orderBy: { revision: "desc" },
    select: { kind: true, fromVersion: true, toVersion: true, evidence: true, revision: true },
  });
  // Check the revision first: a caller with an outdated state must get `revision_conflict`, not an error about the new
  // state.
  assertRevision({ prompt, environment, expectedRevision }, releases[0]?.revision ?? 0);
  const current = releases[0]?.toVersion;
  const place = `${prompt.name} in ${environment.name}`;
  if (current === undefined)
    throw new AppError("invalid_state", `${place}: nothing is live, so nothing can be rolled back.`);
  if (requested === undefined) {
    const previous = lastKnownGood(releases, current);
    if (previous === null)
      throw new AppError("invalid_state", `${place}: no good version was live before v${current}. Name a version.`);
    return previous;
  }
  if (requested > prompt.lastNumber) throw notFound(`Version ${requested} of ${prompt.name}`);
  if (requested > current && !wasLive(releases, requested))
    throw new AppError(
      "invalid_state",
      `v${requested} is newer than v${current} and was never live in ${environment.name}. Promote it instead.`,
    );
  return requested;
}
