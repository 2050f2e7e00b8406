import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import type { User } from "@/lib/core/generated/prisma/client";
import { logger } from "@/lib/core/logger";
import { handleOf, relyingParty } from "../relying-party";
import type { PasskeyAnswer } from "../schema";
import { type ChallengeScope, takeChallenge } from "./challenges";

/**
 * Returns the person whose passkey signed one of our challenges. Null if anything does not match: challenge, origin,
 * host, person, signature, or a counter that decreased. The challenge is used up in any case, so the caller must
 * commit.
 */
export async function checkAnswer(
  tx: Transaction,
  response: PasskeyAnswer,
  scope: ChallengeScope,
): Promise<User | null> {
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
