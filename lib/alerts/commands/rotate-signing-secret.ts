import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { type RotateSecretInput, rotateSecretInput } from "../schema";
import { openSigning, sealSigning } from "../sealed";
import { newSigningSecret } from "../signature";
import { lockChannel } from "./load-channel";

/** The new secret, which is shown only once, and until when the old one is also used for signing. */
export type NewSecret = { secret: string; formerUntil: string };

/** Gives a webhook a new secret. The old one also signs for a while, so that receivers reject no message. */
export async function rotateSigningSecret(actor: Actor, input: RotateSecretInput): Promise<NewSecret> {
  authorize(actor, "alert:write");
  const { id, overlapHours } = parseInput(rotateSecretInput, input);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const row = await lockChannel(tx, workspaceId, id);
    const before = openSigning(row);
    if (!before) throw new AppError("invalid_state", "Only webhooks are signed.");
    const secret = newSigningSecret();
    const formerUntil = new Date(databaseNow().getTime() + overlapHours * 3_600_000).toISOString();
    const signingSecret = sealSigning(row, { secret, former: { secret: before.secret, until: formerUntil } });
    await tx.alertChannel.update({ where: { id, workspaceId }, data: { signingSecret, updatedAt: databaseNow() } });
    await recordAudit(tx, actor, "alert-channel.rotate-secret", row, { formerUntil });
    return { secret, formerUntil };
  });
}
