import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import type { Person } from "../actor";

/** The person of a session that began at `startedAt` (ms); null when they are gone or the session is over. */
export async function getPersonOfSession(userId: string, startedAt: number): Promise<Person | null> {
  const user = await prisma().user.findUnique({
    where: { id: userId },
    select: { id: true, name: true, email: true, sessionsValidFrom: true },
  });
  if (!user || (user.sessionsValidFrom && startedAt < user.sessionsValidFrom.getTime())) return null;
  return { userId: user.id, name: user.name, email: user.email };
}

/** When a session made now begins (ms): never before the person's earlier ones were ended, whatever the clocks say. */
export async function sessionStart(userId: string): Promise<number> {
  const user = await prisma().user.findUnique({ where: { id: userId }, select: { sessionsValidFrom: true } });
  return Math.max(databaseNow().getTime(), user?.sessionsValidFrom?.getTime() ?? 0);
}

export type AccountView = { hasPassword: boolean; providers: string[] };

/** How a person signs in. */
export async function getAccount({ userId }: Person): Promise<AccountView> {
  const user = await prisma().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true, identities: { select: { provider: true }, orderBy: { provider: "asc" } } },
  });
  return { hasPassword: user.passwordHash !== null, providers: user.identities.map(({ provider }) => provider) };
}
