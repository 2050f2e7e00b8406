import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { AppError, notFound } from "@/lib/core/errors";
import { getVersionOrThrow, type VersionDetail } from "../queries/versions";
import type { SaveVersionInput } from "../schema";
import { insertVersion, prepareContent } from "./insert-version";
import { assertNotArchived, loadEnvironment, lockPrompt } from "./load";
import { advanceCopy, loadOpenCopy } from "./load-draft-copy";
import { type MoveResult, moveDeployment } from "./move-deployment";

export type SavedVersion = VersionDetail & { deployment: MoveResult["deployment"] | null };

/**
 * Saves content as the next version. With `deployTo`, it also goes live there, in the same transaction. Throws 409
 * `unchanged` if the content equals its parent's, 409 `revision_conflict` if `expectedLatest` is not the newest
 * version.
 */
export async function saveVersion(actor: Actor, input: SaveVersionInput): Promise<SavedVersion> {
  authorize(actor, "prompt:write");
  authorize(actor, "prompt:read"); // needed for the result
  const { workspaceId } = actor;
  const { name, message = "", deployTo } = input;
  const environment = deployTo === undefined ? null : await loadEnvironment(workspaceId, deployTo);
  if (environment) authorize(actor, "prompt:promote", environment);
  const prepared = await prepareContent(actor, name, input.content);

  const { number, deployment, epochs } = await transaction(async (tx) => {
    const prompt = await lockPrompt(tx, workspaceId, name);
    assertNotArchived(prompt);
    const { draftCopyId } = input;
    const copy = draftCopyId === undefined ? null : await loadOpenCopy(tx, workspaceId, prompt, draftCopyId);
    const latest = copy?.headNumber ?? prompt.latestVersion;
    if (latest > (input.expectedLatest ?? latest))
      throw new AppError("revision_conflict", `v${latest} was saved meanwhile.`);
    const parentVersion = input.parentVersion ?? latest;
    const parent = await tx.version.findFirst({
      where: { workspaceId, promptId: prompt.id, number: parentVersion },
      select: { contentHash: true },
    });
    if (!parent) throw notFound(`Version ${parentVersion} of ${prompt.name}`);
    if (parent.contentHash === prepared.contentHash)
      throw new AppError("unchanged", `v${parentVersion} already has this content, so no version was created.`);
    const version = await insertVersion(tx, actor, {
      prompt,
      prepared,
      message,
      parentVersion,
      ...(copy && { draftCopyId: copy.id }),
    });
    if (copy) await advanceCopy(tx, workspaceId, copy.id, version.number);
    if (!environment) return { number: version.number, deployment: null, epochs: [] as EpochChange[] };
    const move = {
      prompt,
      environment,
      to: version,
      kind: "promote",
      reason: message,
      override: input.override,
    } as const;
    const { deployment, epochs } = await moveDeployment(tx, actor, move);
    return { number: version.number, deployment, epochs };
  });
  announceEpochs(epochs);
  return { ...(await getVersionOrThrow(actor, name, number)), deployment };
}
