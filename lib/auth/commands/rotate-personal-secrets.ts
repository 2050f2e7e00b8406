import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import { decryptSecret, encryptSecret, isUnderOldKey, type SecretContext } from "@/lib/core/secrets";
import { slackContext } from "../mail/slack-address";
import { totpContext } from "../second-factor/sealed";

type Rotation = { rotated: number; current: number; unreadable: { name: string; message: string }[] };

type PersonalSecret = {
  name: string;
  sealed: string;
  context: SecretContext;
  /** Replaces it, unless it was changed concurrently. Returns the number of rows. */
  replace: (next: string) => Promise<{ count: number }>;
};

async function listSecrets(): Promise<PersonalSecret[]> {
  const factors = await prisma().secondFactor.findMany({ include: { user: { select: { email: true } } } });
  const people = await prisma().user.findMany({
    where: { slackTarget: { not: null } },
    select: { id: true, email: true, slackTarget: true },
  });
  return [
    ...factors.map(({ userId, secret, user }) => ({
      name: `authenticator app of ${user.email}`,
      sealed: secret,
      context: totpContext(userId),
      replace: (next: string) =>
        prisma().secondFactor.updateMany({ where: { userId, secret }, data: { secret: next } }),
    })),
    ...people.map(({ id, email, slackTarget }) => ({
      name: `Slack address of ${email}`,
      sealed: slackTarget ?? "",
      context: slackContext(id),
      replace: (next: string) => prisma().user.updateMany({ where: { id, slackTarget }, data: { slackTarget: next } }),
    })),
  ];
}

/** Encrypts the secrets of people under an older key again with the newest key. Idempotent. */
export async function rotatePersonalSecrets(): Promise<Rotation> {
  const result: Rotation = { rotated: 0, current: 0, unreadable: [] };
  for (const { name, sealed, context, replace } of await listSecrets()) {
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
