import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction } from "@/lib/core/db";

/** What an answer is for, and who was asked; null: whoever signs in. */
export type Asked = { purpose: "add" | "sign-in" | "prove"; userId: string | null };

const minutes = 5;

/** Keeps a challenge until it is answered, for 5 minutes. */
export async function keepChallenge(challenge: string, asked: Asked): Promise<void> {
  const expiresAt = new Date(databaseNow().getTime() + minutes * 60_000);
  await prisma().passkeyChallenge.create({ data: { challenge, ...asked, expiresAt } });
}

/** The challenge that an answer signed, if it waited for this answer of this person; it never does again. */
export async function takeChallenge(tx: Transaction, clientDataJSON: string, asked: Asked): Promise<string | null> {
  const challenge = readChallenge(clientDataJSON);
  if (challenge === null) return null;
  const where = { challenge, ...asked, expiresAt: { gt: databaseNow() } };
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

/** Removes challenges that nobody answered; says how many. */
export async function clearChallenges(): Promise<number> {
  return (await prisma().passkeyChallenge.deleteMany({ where: { expiresAt: { lt: databaseNow() } } })).count;
}
