import { decryptSecret, encryptSecret, noWorkspace, type SecretContext } from "@/lib/core/secrets";

/** The encryption context of a person's Slack address. */
export const slackContext = (userId: string): SecretContext => ({
  workspaceId: noWorkspace,
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
