import { prisma } from "@/lib/core/db";
import type { Person } from "../actor";

export type AccountView = { hasPassword: boolean; providers: string[] };

/** How a person signs in. */
export async function getAccount({ userId }: Person): Promise<AccountView> {
  const user = await prisma().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, identities: { select: { provider: true }, orderBy: { provider: "asc" } } },
  });
  return { hasPassword: user.passwordHash !== null, providers: user.identities.map(({ provider }) => provider) };
}
