import { prisma } from "@/lib/core/db";
import type { Person } from "../actor";

/** The person's second factor. `since` is null if no authenticator app is set up. */
export async function getSecondFactor({ userId }: Person) {
  const [factor, recoveryCodesLeft] = await Promise.all([
    prisma().secondFactor.findUnique({ where: { userId } }),
    prisma().recoveryCode.count({ where: { userId, usedAt: null } }),
  ]);
  if (!factor?.confirmedAt) return { since: null, lastUsedAt: null, recoveryCodesLeft: 0 };
  const { confirmedAt, lastUsedAt } = factor;
  return { since: confirmedAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, recoveryCodesLeft };
}

export type SecondFactorView = Awaited<ReturnType<typeof getSecondFactor>>;
