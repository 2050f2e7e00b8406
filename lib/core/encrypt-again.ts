import { isAppError } from "./errors";
import { decryptSecret, encryptSecret, isUnderOldKey, type SecretContext } from "./secrets";

/** A secret in a row of the database. */
export type StoredSecret = {
  /** The name of what it belongs to, for an operator. */
  name: string;
  sealed: string;
  context: SecretContext;
  /** Replaces it, unless it was changed concurrently. Returns the number of rows. */
  replace: (sealed: string) => Promise<{ count: number }>;
};

/** The numbers of secrets that were encrypted again and that already were, and those that could not be decrypted. */
export type Rotation = { rotated: number; current: number; unreadable: { name: string; message: string }[] };

/** Encrypts secrets under an older key again with the newest key. Idempotent. */
export async function encryptAgain(secrets: AsyncIterable<StoredSecret>): Promise<Rotation> {
  const result: Rotation = { rotated: 0, current: 0, unreadable: [] };
  for await (const { name, sealed, context, replace } of secrets) {
    if (!isUnderOldKey(sealed)) {
      result.current++;
      continue;
    }
    try {
      result.rotated += (await replace(encryptSecret(decryptSecret(sealed, context), context))).count;
    } catch (error) {
      if (!isAppError(error)) throw error;
      result.unreadable.push({ name, message: error.message });
    }
  }
  return result;
}
