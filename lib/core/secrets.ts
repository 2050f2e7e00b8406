import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { env } from "./env";
import { AppError } from "./errors";

/**
 * What a secret belongs to. It can be decrypted only for the same context, so a row copied to another workspace is
 * useless.
 */
export type SecretContext = { workspaceId: string; id: string; purpose: string };

/** The workspace of a secret that belongs to a person. People belong to no workspace. */
export const noWorkspace = "00000000-0000-0000-0000-000000000000";

/** The encryption keys by id, the newest first. */
export type KeyRing = readonly { id: string; key: Buffer }[];

const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/** Parses "id:base64,id:base64". */
export function parseKeyRing(text: string | undefined): KeyRing {
  return (text ?? "").split(",").flatMap((entry) => {
    const [id, base64] = entry.split(":");
    return id && base64 ? [{ id, key: Buffer.from(base64.replaceAll("-", "+").replaceAll("_", "/"), "base64") }] : [];
  });
}

const ownKeys = () => parseKeyRing(env().ENCRYPTION_KEYS);

const additionalData = (keyId: string, { workspaceId, id, purpose }: SecretContext) =>
  Buffer.from(JSON.stringify([version, keyId, workspaceId, id, purpose]));

/**
 * Encrypts with AES-256-GCM under the newest key: "v1.<keyId>.<nonce>.<tag and ciphertext>", base64url. The nonce is
 * random, 96 bits. Throws `invalid_state` if no key is set.
 */
export function encryptSecret(plain: string, context: SecretContext, keys: KeyRing = ownKeys()): string {
  const [newest] = keys;
  if (!newest)
    throw new AppError("invalid_state", "Secrets cannot be kept: ENCRYPTION_KEYS is not set on this server.");
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", newest.key, nonce);
  cipher.setAAD(additionalData(newest.id, context));
  const hidden = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const sealed = Buffer.concat([cipher.getAuthTag(), hidden]);
  return [version, newest.id, nonce.toString("base64url"), sealed.toString("base64url")].join(".");
}

/**
 * Decrypts a value that `encryptSecret` made for the same context. Throws `invalid_state` with the reason if this
 * fails.
 */
export function decryptSecret(stored: string, context: SecretContext, keys: KeyRing = ownKeys()): string {
  const [format, keyId = "", nonce = "", sealed = "", ...rest] = stored.split(".");
  const bytes = Buffer.from(sealed, "base64url");
  if (format !== version || rest.length > 0 || bytes.length < tagBytes)
    throw new AppError("invalid_state", "The stored secret is not in a form this version can read. Enter it again.");
  const found = keys.find(({ id }) => id === keyId);
  if (!found)
    throw new AppError(
      "invalid_state",
      `The stored secret was encrypted with the key ${keyId}, which is not in ENCRYPTION_KEYS. Add that key again, or enter the secret anew.`,
    );
  try {
    const decipher = createDecipheriv("aes-256-gcm", found.key, Buffer.from(nonce, "base64url"), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(additionalData(keyId, context));
    decipher.setAuthTag(bytes.subarray(0, tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(tagBytes)), decipher.final()]).toString("utf8");
  } catch {
    throw new AppError(
      "invalid_state",
      `The stored secret does not open with the key ${keyId}: that key is another one now, or the secret was changed. Enter it again.`,
    );
  }
}

/**
 * Returns an HMAC under the secret itself, 64 bits in hex. It distinguishes secrets of the same name without revealing
 * them.
 */
export function fingerprint(secret: Buffer | string): string {
  return createHmac("sha256", secret).update("understudy secret fingerprint v1").digest("hex").slice(0, 16);
}

/** Whether a secret is encrypted with a key other than the newest one. */
export function isUnderOldKey(stored: string, keys: KeyRing = ownKeys()): boolean {
  return stored.split(".")[1] !== keys[0]?.id;
}
