import { randomBytes } from "node:crypto";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { sha256Hex } from "@/lib/core/hash";
import { parseInput } from "@/lib/core/validation";
import { type Actor, actorRecord } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { type LinkTarget, linksTo, loadTarget } from "./load-target";
import { type ShareLinkView, toShareLinkView } from "./queries";
import { type CreateShareLinkInput, createShareLinkInput } from "./schema";

/** The maximum number of open links per target. */
const mostLinks = 50;

/** A new link with its token. The token is not stored and is shown only this once. */
export type NewShareLink = ShareLinkView & { token: string };

/** Creates a link that shows the current results to everyone who has it. */
export async function createShareLink(actor: Actor, input: CreateShareLinkInput): Promise<NewShareLink> {
  authorize(actor, "share:write");
  const { days, ...of } = parseInput(createShareLinkInput, input);
  return transaction((tx) => addShareLink(tx, actor, of, days));
}

/** Stores a link to an existing target. The caller must have checked the permission to share it. */
export async function addShareLink(tx: Transaction, actor: Actor, of: LinkTarget, days: number): Promise<NewShareLink> {
  const { workspaceId } = actor;
  const token = randomBytes(32).toString("base64url");
  const { id, name, environment } = await loadTarget(tx, workspaceId, of);
  if (environment) authorize(actor, "share:write", environment);
  const now = databaseNow();
  const same = await linksTo(tx, workspaceId, { target: of.target, targetId: id });
  const open = await tx.shareLink.count({ where: { workspaceId, ...same, revokedAt: null, expiresAt: { gt: now } } });
  if (open >= mostLinks) throw new AppError("invalid_state", `${name} has ${mostLinks} valid links. Revoke one first.`);
  const by = actorRecord(actor);
  const made = await tx.shareLink.create({
    data: {
      ...of,
      workspaceId,
      tokenHash: sha256Hex(token),
      createdById: by.actorId,
      createdByName: by.actorName,
      expiresAt: new Date(now.getTime() + days * 86_400_000),
    },
  });
  await recordAudit(
    tx,
    actor,
    "share.create",
    { kind: of.target, id, name },
    { link: made.id, expiresAt: made.expiresAt.toISOString() },
  );
  return { ...toShareLinkView(made, id), token };
}

/** Revokes a link. Idempotent. */
export async function revokeShareLink(actor: Actor, { id }: { id: string }): Promise<ShareLinkView> {
  authorize(actor, "share:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const before = await tx.shareLink.findFirst({ where: { id, workspaceId } });
    if (!before) throw notFound("This link");
    const { target, targetId } = before;
    // The target may have been deleted. The end of its link is recorded anyway.
    const found = await loadTarget(tx, workspaceId, { target, targetId }).catch(() => null);
    if (found?.environment) authorize(actor, "share:write", found.environment);
    const revokedAt = databaseNow();
    const { count } = await tx.shareLink.updateMany({
      where: { id, workspaceId, revokedAt: null },
      data: { revokedAt },
    });
    const shownId = found?.id ?? targetId;
    if (count === 0) {
      const ended = await tx.shareLink.findFirstOrThrow({ where: { id, workspaceId } });
      return toShareLinkView(ended, shownId);
    }
    const name = found?.name ?? targetId;
    await recordAudit(tx, actor, "share.revoke", { kind: target, id: shownId, name }, { link: id });
    return toShareLinkView({ ...before, revokedAt }, shownId);
  });
}
