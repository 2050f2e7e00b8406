import { decryptSecret, encryptSecret, type SecretContext } from "@/lib/core/secrets";

/** The encryption context of a person's Slack address. It has no workspace, because a person belongs to none. */
export const slackContext = (userId: string): SecretContext => ({
  workspaceId: "00000000-0000-0000-0000-000000000000",
  id: userId,
  purpose: "personal-slack",
});

/** Returns the stored form of an address: encrypted, and its host, which may be shown. */
export const sealSlackAddress = (url: string, userId: string) => ({
  slackTarget: encryptSecret(url, slackContext(userId)),
  slackHint: new URL(url).host,
});

/** Decrypts a person's Slack address. Throws `invalid_state` if the encryption key is missing. */
export const openSlackAddress = (sealed: string, userId: string): string => decryptSecret(sealed, slackContext(userId));
