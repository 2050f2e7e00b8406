import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError } from "@/lib/core/errors";
import { holdbackInEvidence } from "../holdback";
import type { EndHoldbackInput } from "../schema";
import { type ReleaseView, toReleaseView } from "../views";
import { loadEnvironment, lockPrompt } from "./load";
import { assertRevision } from "./move-deployment";
import { raiseEpoch } from "./raise-epoch";
import { endHoldbackOf } from "./settle-holdback";

/** The version that everybody gets now, and the release whose holdback ended. */
export type HoldbackEnd = {
  deployment: { environment: string; version: number; revision: number };
  release: ReleaseView;
  endedAt: string;
};

/**
 * Ends a release's holdback early, so that everybody gets the released version. The deployment's revision does not
 * change. Throws 409 `invalid_state` if there is no holdback, `revision_conflict` if the deployment was moved.
 */
export async function endHoldback(actor: Actor, input: EndHoldbackInput): Promise<HoldbackEnd> {
  const { workspaceId } = actor;
  authorize(actor, "prompt:promote");
  const environment = await loadEnvironment(workspaceId, input.environment);
  authorize(actor, "prompt:promote", environment);
  const { change, ...result } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, input.name);
    const place = { promptId: prompt.id, environmentId: environment.id };
    const { expectedRevision, reason = "" } = input;
    const live = await tx.deployment.findFirst({ where: { ...place, workspaceId }, select: { revision: true } });
    assertRevision({ expectedRevision, prompt, environment }, live?.revision ?? 0);
    const { change } = await raiseEpoch(tx, { workspaceId, environmentId: environment.id }, [prompt.id]);
    const ended = await endHoldbackOf(tx, actor, place, reason);
    if (!ended) {
      const message = `Everyone already gets the released version of ${prompt.name} in ${environment.name}.`;
      throw new AppError("invalid_state", message);
    }
    const row = await tx.release.findUniqueOrThrow({ where: { id: ended.releaseId, workspaceId } });
    const { version, share } = holdbackInEvidence(row.evidence) ?? {};
    await recordAudit(
      tx,
      actor,
      "control.end",
      { id: prompt.id, name: prompt.name },
      { environment: environment.name, version, share, reason, release: row.id },
    );
    const release = toReleaseView(row, environment.name, prompt.name);
    const { toVersion, revision } = row;
    const deployment = { environment: environment.name, version: toVersion, revision };
    return { change, deployment, release, endedAt: ended.at.toISOString() };
  });
  announceEpochs([change]);
  return result;
}
