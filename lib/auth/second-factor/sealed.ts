import { decryptSecret, encryptSecret, noWorkspace, type SecretContext } from "@/lib/core/secrets";

/** The encryption context of the secret of an authenticator app. */
export const totpContext = (userId: string): SecretContext => ({
  workspaceId: noWorkspace,
  id: userId,
  purpose: "totp",
});

/** Encrypts the secret of a person's authenticator app. */
export const sealTotp = (secret: Buffer, userId: string): string =>
  encryptSecret(secret.toString("base64"), totpContext(userId));

/** Decrypts the secret of a person's authenticator app. Throws `invalid_state` if the encryption key is missing. */
export const openTotp = (sealed: string, userId: string): Buffer =>
  Buffer.from(decryptSecret(sealed, totpContext(userId)), "base64");
