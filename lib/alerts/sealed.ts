import type { AlertChannel } from "@/lib/core/generated/prisma/client";
import { decryptSecret, encryptSecret, type SecretContext } from "@/lib/core/secrets";

type Owner = Pick<AlertChannel, "workspaceId" | "id">;

/** The encryption context of a channel's address. */
export const targetContext = ({ workspaceId, id }: Owner): SecretContext => ({
  workspaceId,
  id,
  purpose: "alert-target",
});

/** The encryption context of a channel's signing secret. */
export const signingContext = ({ workspaceId, id }: Owner): SecretContext => ({
  workspaceId,
  id,
  purpose: "alert-signing",
});

/** The target of a channel: a URL or e-mail addresses. */
export type Target = { url: string } | { recipients: string[] };

/** Returns the stored form of a target: encrypted, and a hint that may be shown. */
export function sealTarget(owner: Owner, target: Target): { target: string; targetHint: string } {
  const targetHint = "url" in target ? new URL(target.url).host : target.recipients.join(", ");
  return { target: encryptSecret(JSON.stringify(target), targetContext(owner)), targetHint };
}

/** Decrypts a target. Throws `invalid_state` if this fails. */
export function openTarget(row: Owner & Pick<AlertChannel, "target">): Target {
  return JSON.parse(decryptSecret(row.target, targetContext(row))) as Target;
}

/** The signing secret, and the previous one while it is still used. */
export type Signing = { secret: string; former?: { secret: string; until: string } };

/** Encrypts the signing secrets. */
export const sealSigning = (owner: Owner, signing: Signing): string =>
  encryptSecret(JSON.stringify(signing), signingContext(owner));

/** Decrypts the signing secrets. Null for channels that do not sign. Throws `invalid_state` if this fails. */
export function openSigning(row: Owner & Pick<AlertChannel, "signingSecret">): Signing | null {
  return row.signingSecret === null
    ? null
    : (JSON.parse(decryptSecret(row.signingSecret, signingContext(row))) as Signing);
}

/** Returns the secrets that sign now, the newest first. */
export function signingSecrets({ secret, former }: Signing, now: Date): string[] {
  return former && new Date(former.until) > now ? [secret, former.secret] : [secret];
}
