import { prisma } from "@/lib/core/db";
import { encryptAgain, type Rotation, type StoredSecret } from "@/lib/core/encrypt-again";
import { slackContext } from "../mail/slack-address";
import { totpContext } from "../second-factor/sealed";

async function* listSecrets(): AsyncGenerator<StoredSecret> {
  const factors = await prisma().secondFactor.findMany({ include: { user: { select: { email: true } } } });
  for (const { userId, secret, user } of factors)
    yield {
      name: `authenticator app of ${user.email}`,
      sealed: secret,
      context: totpContext(userId),
      replace: (next) => prisma().secondFactor.updateMany({ where: { userId, secret }, data: { secret: next } }),
    };
  const people = await prisma().user.findMany({
    where: { slackTarget: { not: null } },
    select: { id: true, email: true, slackTarget: true },
  });
  for (const { id, email, slackTarget } of people)
    if (slackTarget !== null)
      yield {
        name: `Slack address of ${email}`,
        sealed: slackTarget,
        context: slackContext(id),
        replace: (next) => prisma().user.updateMany({ where: { id, slackTarget }, data: { slackTarget: next } }),
      };
}

/** Encrypts the secrets of people again with the newest key. Idempotent. */
export async function rotatePersonalSecrets(): Promise<Rotation> {
  return encryptAgain(listSecrets());
}
