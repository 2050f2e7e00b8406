import { randomBytes } from "node:crypto";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { sha256Hex } from "@/lib/core/hash";
import { parseInput } from "@/lib/core/validation";
import { type Actor, actorRecord } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { loadTarget } from "./load-target";
import { type ShareLinkView, toShareLinkView } from "./queries";
import { type CreateShareLinkInput, createShareLinkInput } from "./schema";

/** The most links of one target that hold at a time. */
const mostLinks = 50;

/** A new link with its token, which is stored nowhere and shown this once. */
export type NewShareLink = ShareLinkView & { token: string };

/** Creates a link that shows the current results to everyone who has it. */
export async function createShareLink(actor: Actor, input: CreateShareLinkInput): Promise<NewShareLink> {
  authorize(actor, "share:write");
  const { workspaceId } = actor;
  const { days, ...of } = parseInput(createShareLinkInput, input);
  const token = randomBytes(32).toString("base64url");
  const row = await transaction(async (tx) => {
    const { name, environment } = await loadTarget(tx, workspaceId, of);
    if (environment) authorize(actor, "share:write", environment);
    const now = databaseNow();
    const open = await tx.shareLink.count({ where: { workspaceId, ...of, revokedAt: null, expiresAt: { gt: now } } });
    if (open >= mostLinks)
      throw new AppError("invalid_state", `${name} has ${mostLinks} links that hold. Revoke one first.`);
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
      { kind: of.target, id: of.targetId, name },
      { link: made.id, expiresAt: made.expiresAt.toISOString() },
    );
    return made;
  });
  return { ...toShareLinkView(row), token };
}

/** Ends a link at once. Ending one that has ended changes nothing. */
export async function revokeShareLink(actor: Actor, { id }: { id: string }): Promise<ShareLinkView> {
  authorize(actor, "share:write");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const before = await tx.shareLink.findFirst({ where: { id, workspaceId } });
    if (!before) throw notFound("This link");
    const { target, targetId } = before;
    // What was shared may be gone by now; that its link ends is written down all the same.
    const found = await loadTarget(tx, workspaceId, { target, targetId }).catch(() => null);
    if (found?.environment) authorize(actor, "share:write", found.environment);
    const revokedAt = databaseNow();
    const { count } = await tx.shareLink.updateMany({
      where: { id, workspaceId, revokedAt: null },
      data: { revokedAt },
    });
    if (count === 0) return toShareLinkView(await tx.shareLink.findFirstOrThrow({ where: { id, workspaceId } }));
    const name = found?.name ?? targetId;
    await recordAudit(tx, actor, "share.revoke", { kind: target, id: targetId, name }, { link: id });
    return toShareLinkView({ ...before, revokedAt });
  });
}
