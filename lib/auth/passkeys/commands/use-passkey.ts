import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { User } from "@/lib/core/generated/prisma/client";
import { logger } from "@/lib/core/logger";
import { recordRefusal } from "../../commands/record-refusal";
import { recordForPerson } from "../../record-for-person";
import { type Client, openSession } from "../../sessions/open-session";
import type { SessionPerson } from "../../sessions/queries";
import type { SignedIn } from "../../sign-in";
import { handleOf, relyingParty } from "../relying-party";
import type { PasskeyAnswer, PasskeyAnswerInput } from "../schema";
import { type ChallengeScope, keepChallenge, takeChallenge } from "./challenges";

async function ask(scope: ChallengeScope, allowCredentials: { id: string }[] = []) {
  const { id: rpID } = relyingParty();
  const options = await generateAuthenticationOptions({ rpID, userVerification: "required", allowCredentials });
  await keepChallenge(options.challenge, scope);
  return options;
}

/** The options with which the browser signs in with any passkey of this server. Throws 409 `invalid_state`. */
export const beginPasskeySignIn = () => ask({ purpose: "sign-in", userId: null });

/**
 * Signs in with a passkey; null if it is not accepted. User verification (PIN or biometrics) makes it count as two
 * factors.
 */
export function signInWithPasskey(
  response: PasskeyAnswer,
  client: Client,
): Promise<(SignedIn & { sessionId: string }) | null> {
  return transaction(async (tx) => {
    const user = await checkAnswer(tx, response, { purpose: "sign-in", userId: null });
    if (!user) return null;
    const { id, email, name } = user;
    const sessionId = await openSession(tx, { userId: id, method: "passkey", client, isStrong: true });
    return sessionId ? { id, email, name, sessionId } : null;
  });
}

/** The options with which the browser proves the person's identity by a passkey; null if they have none. */
export async function beginPasskeyProof({ userId }: SessionPerson) {
  const transportsOf = { id: true, transports: true } as const;
  const passkeys = await prisma().passkey.findMany({ where: { userId }, select: transportsOf });
  return passkeys.length === 0 ? null : ask({ purpose: "prove", userId }, passkeys);
}

/**
 * Records that the person has just proved their identity by a passkey. The proof counts for ten minutes, and the
 * session counts as one with a second factor. Throws 403 `forbidden` if the answer is not accepted.
 */
export async function proveWithPasskey(
  { userId, name, session }: SessionPerson,
  { response }: PasskeyAnswerInput,
  address: string,
): Promise<{ provedAt: string }> {
  const provedAt = databaseNow();
  const isProved = await transaction(async (tx) => {
    if (!(await checkAnswer(tx, response, { purpose: "prove", userId }))) return false;
    const data = { provedAt, isStrong: true };
    await tx.session.updateMany({ where: { id: session.id, userId, endedAt: null }, data });
    await recordForPerson(tx, { userId, name }, "session.prove", { with: "passkey" });
    return true;
  });
  if (!isProved) {
    await recordRefusal({ userId, name }, "confirmation", address);
    throw new AppError("forbidden", "The passkey was not accepted. Try again.");
  }
  return { provedAt: provedAt.toISOString() };
}

/**
 * Returns the person whose passkey signed one of our challenges. Null if anything does not match: challenge, origin,
 * host, person, signature, or a counter that decreased. The challenge is used up in any case, so the caller must
 * commit.
 */
async function checkAnswer(tx: Transaction, response: PasskeyAnswer, scope: ChallengeScope): Promise<User | null> {
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty();
  const { clientDataJSON, userHandle } = response.response;
  const expectedChallenge = await takeChallenge(tx, clientDataJSON, scope);
  await tx.$queryRaw`select 1 from passkeys where id = ${response.id} for update`;
  const passkey = await tx.passkey.findUnique({ where: { id: response.id }, include: { user: true } });
  if (!expectedChallenge || !passkey) return null;
  const { id, userId, publicKey, counter, user } = passkey;
  if (scope.userId !== null && scope.userId !== userId) return null;
  if (userHandle && userHandle !== handleOf(userId)) return null;
  const credential = { id, publicKey, counter: Number(counter) };
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge,
    expectedOrigin,
    expectedRPID,
    credential,
  }).catch((error: unknown) => {
    logger().info({ err: error, userId }, "a passkey was not accepted");
    return null;
  });
  if (!checked?.verified) return null;
  const data = { counter: checked.authenticationInfo.newCounter, lastUsedAt: databaseNow() };
  await tx.passkey.update({ where: { id }, data });
  return user;
}
