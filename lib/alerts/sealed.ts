import type { AlertChannel } from "@/lib/core/generated/prisma/client";
import { decryptSecret, encryptSecret, type SecretContext } from "@/lib/core/secrets";

type Owner = Pick<AlertChannel, "workspaceId" | "id">;

/** What the address of a channel is bound to. */
export const targetContext = ({ workspaceId, id }: Owner): SecretContext => ({
  workspaceId,
  id,
  purpose: "alert-target",
});

/** What the secret that signs its webhooks is bound to. */
export const signingContext = ({ workspaceId, id }: Owner): SecretContext => ({
  workspaceId,
  id,
  purpose: "alert-signing",
});

/** Where a channel leads: an address to call, or e-mail addresses. */
export type Target = { url: string } | { recipients: string[] };

/** The target as it is kept: `target` encrypted, and what may be shown of it. */
export function sealTarget(owner: Owner, target: Target): { target: string; targetHint: string } {
  const targetHint = "url" in target ? new URL(target.url).host : target.recipients.join(", ");
  return { target: encryptSecret(JSON.stringify(target), targetContext(owner)), targetHint };
}

/** Throws `invalid_state` when it cannot be decrypted. */
export function openTarget(row: Owner & Pick<AlertChannel, "target">): Target {
  return JSON.parse(decryptSecret(row.target, targetContext(row))) as Target;
}

/** The secret that signs, and the one before it for as long as it still does. */
export type Signing = { secret: string; former?: { secret: string; until: string } };

/** Encrypts it. */
export const sealSigning = (owner: Owner, signing: Signing): string =>
  encryptSecret(JSON.stringify(signing), signingContext(owner));

/** Null for channels that do not sign; throws `invalid_state` when it cannot be decrypted. */
export function openSigning(row: Owner & Pick<AlertChannel, "signingSecret">): Signing | null {
  return row.signingSecret === null
    ? null
    : (JSON.parse(decryptSecret(row.signingSecret, signingContext(row))) as Signing);
}

/** The secrets that sign at this moment, the newest first. */
export function signingSecrets({ secret, former }: Signing, now: Date): string[] {
  return former && new Date(former.until) > now ? [secret, former.secret] : [secret];
}
