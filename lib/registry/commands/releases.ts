import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs } from "@/lib/core/epoch";
import { AppError, notFound } from "@/lib/core/errors";
import { holdbackInEvidence } from "../holdback";
import { lastKnownGood, wasLive } from "../lifecycle";
import type { EndHoldbackInput, PromoteVersionInput, RollBackPromptInput } from "../schema";
import { type ReleaseView, toReleaseView } from "../views";
import { assertNotArchived, loadEnvironment, lockPrompt } from "./load";
import { assertRevision, type Move, type MoveResult, moveDeployment } from "./move-deployment";
import { raiseEpoch } from "./raise-epoch";
import { endHoldbackOf } from "./settle-holdback";

/** Loads an environment in which the actor may promote. */
async function loadPromotable(actor: Actor, name: string) {
  authorize(actor, "prompt:promote");
  const environment = await loadEnvironment(actor.workspaceId, name);
  authorize(actor, "prompt:promote", environment);
  return environment;
}

/** Moves the deployment of a prompt in one transaction, then announces the change. `choose` returns the move. */
async function movePrompt(
  actor: Actor,
  { name, environment: environmentName }: Pick<PromoteVersionInput, "name" | "environment">,
  choose: (
    tx: Transaction,
    place: Pick<Move, "prompt" | "environment">,
  ) => Promise<Omit<Move, "prompt" | "environment">>,
): Promise<MoveResult> {
  const environment = await loadPromotable(actor, environmentName);
  const { epochs, ...result } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, actor.workspaceId, name);
    assertNotArchived(prompt);
    const place = { prompt, environment };
    return moveDeployment(tx, actor, { ...place, ...(await choose(tx, place)) });
  });
  announceEpochs(epochs);
  return result;
}

/** Makes a version live in an environment. If it is already live, changes nothing and returns its release. */
export function promoteVersion(actor: Actor, input: PromoteVersionInput): Promise<MoveResult> {
  const { workspaceId } = actor;
  return movePrompt(actor, input, async (tx, { prompt }) => {
    const to = await tx.version.findFirst({
      where: { workspaceId, promptId: prompt.id, number: input.version },
      select: { id: true, number: true },
    });
    if (!to) throw notFound(`Version ${input.version} of ${prompt.name}`);
    const { expectedRevision, reason = "", override, undo } = input;
    return { to, kind: "promote", reason, expectedRevision, override, undo };
  });
}

/**
 * Rolls back to the given version (an older one, or one that was live there), or else to the last good version that was
 * live before the current one. Throws 409 `invalid_state` if there is none, `revision_conflict` if the deployment was
 * moved.
 */
export function rollBackPrompt(actor: Actor, input: RollBackPromptInput): Promise<MoveResult> {
  const { workspaceId } = actor;
  return movePrompt(actor, input, async (tx, place) => {
    const { expectedRevision, reason = "", undo } = input;
    const number = await chooseTarget(tx, workspaceId, { ...place, expectedRevision }, input.version);
    const to = await tx.version.findFirstOrThrow({
      where: { workspaceId, promptId: place.prompt.id, number },
      select: { id: true, number: true },
    });
    return { to, kind: "rollback", reason, expectedRevision, undo };
  });
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

/** The version that everybody gets now, and the release whose holdback ended. */
type HoldbackEnd = {
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
  const environment = await loadPromotable(actor, input.environment);
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
