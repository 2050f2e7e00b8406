import { prisma } from "@/lib/core/db";
import type { Person } from "../actor";

/** How a person signs in, and whether their address is verified. */
export async function getAccount({ userId }: Person) {
  const user = await prisma().user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      passwordHash: true,
      emailVerifiedAt: true,
      mutedMails: true,
      identities: { select: { provider: true }, orderBy: { provider: "asc" } },
    },
  });
  return {
    hasPassword: user.passwordHash !== null,
    providers: user.identities.map(({ provider }) => provider),
    isEmailVerified: user.emailVerifiedAt !== null,
    mutedMails: user.mutedMails,
  };
}
