import { prisma } from "@/lib/core/db";
import type { Person } from "../actor";

export type SecondFactorView = {
  /** When the authenticator app was set up; null if there is none. */
  since: string | null;
  lastUsedAt: string | null;
  recoveryCodesLeft: number;
};

/** The person's second factor. */
export async function getSecondFactor({ userId }: Person): Promise<SecondFactorView> {
  const [factor, recoveryCodesLeft] = await Promise.all([
    prisma().secondFactor.findUnique({ where: { userId } }),
    prisma().recoveryCode.count({ where: { userId, usedAt: null } }),
  ]);
  if (!factor?.confirmedAt) return { since: null, lastUsedAt: null, recoveryCodesLeft: 0 };
  const { confirmedAt, lastUsedAt } = factor;
  return { since: confirmedAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null, recoveryCodesLeft };
}
