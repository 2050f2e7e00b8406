import { decryptSecret, encryptSecret } from "@/lib/core/secrets";

// The context has no workspace, because a person belongs to none.
const contextOf = (userId: string) => ({
  workspaceId: "00000000-0000-0000-0000-000000000000",
  id: userId,
  purpose: "totp",
});

/** Encrypts the secret of a person's authenticator app. */
export const sealTotp = (secret: Buffer, userId: string): string =>
  encryptSecret(secret.toString("base64"), contextOf(userId));

/** Decrypts the secret of a person's authenticator app. Throws `invalid_state` if the encryption key is missing. */
export const openTotp = (sealed: string, userId: string): Buffer =>
  Buffer.from(decryptSecret(sealed, contextOf(userId)), "base64");
