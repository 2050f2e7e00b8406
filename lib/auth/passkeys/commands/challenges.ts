import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction } from "@/lib/core/db";

/** The purpose of a challenge and the person it was created for; null for a sign-in. */
export type ChallengeScope = { purpose: "add" | "sign-in" | "prove"; userId: string | null };

const minutes = 5;

/** Stores a challenge for 5 minutes, until it is answered. */
export async function keepChallenge(challenge: string, scope: ChallengeScope): Promise<void> {
  const expiresAt = new Date(databaseNow().getTime() + minutes * 60_000);
  await prisma().passkeyChallenge.create({ data: { challenge, ...scope, expiresAt } });
}

/**
 * Returns and deletes the challenge that an answer signed, if it was created for this purpose and person; else null.
 */
export async function takeChallenge(
  tx: Transaction,
  clientDataJSON: string,
  scope: ChallengeScope,
): Promise<string | null> {
  const challenge = readChallenge(clientDataJSON);
  if (challenge === null) return null;
  const where = { challenge, ...scope, expiresAt: { gt: databaseNow() } };
  return (await tx.passkeyChallenge.deleteMany({ where })).count === 1 ? challenge : null;
}

function readChallenge(clientDataJSON: string): string | null {
  try {
    const { challenge } = decodeClientDataJSON(clientDataJSON);
    return typeof challenge === "string" && challenge.length <= 200 ? challenge : null;
  } catch {
    return null;
  }
}

/** Deletes expired challenges and returns their number. */
export async function clearChallenges(): Promise<number> {
  return (await prisma().passkeyChallenge.deleteMany({ where: { expiresAt: { lt: databaseNow() } } })).count;
}
