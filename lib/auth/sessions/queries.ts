import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { dayMs } from "@/lib/core/milliseconds";
import type { Person } from "../actor";
import { deviceOf } from "./device";
import { idleDays, isIdle, isUseStale } from "./rules";

const since = () => new Date(databaseNow().getTime() - idleDays * dayMs);

/** A person with a session. */
export type SessionPerson = Person & {
  session: { id: string; provedAt: number; method: string; isStrong: boolean };
  /** The time zone they chose; null means the browser's. */
  timeZone?: string | null;
};

/**
 * The person of a session; null if it has ended. Reads the database each time, so that an end takes effect everywhere
 * at once.
 */
export async function getPersonOfSession(sessionId: string): Promise<SessionPerson | null> {
  const row = await prisma().session.findUnique({
    where: { id: sessionId },
    include: { user: { select: { id: true, name: true, email: true, timeZone: true } } },
  });
  const now = databaseNow().getTime();
  if (!row || row.endedAt || isIdle(row.lastUsedAt.getTime(), now)) return null;
  if (isUseStale(row.lastUsedAt.getTime(), now)) touch(sessionId);
  const session = { id: row.id, provedAt: row.provedAt.getTime(), method: row.method, isStrong: row.isStrong };
  return { userId: row.user.id, name: row.user.name, email: row.user.email, session, timeZone: row.user.timeZone };
}

/** Records the use of the session. Never delays the request. */
function touch(id: string): void {
  prisma()
    .session.updateMany({ where: { id, endedAt: null }, data: { lastUsedAt: databaseNow() } })
    .catch(() => {});
}

const mostListed = 100;

/** The person's open sessions, the current one first, then by last use; at most 100. */
export async function listSessions({ userId, session }: SessionPerson) {
  const rows = await prisma().session.findMany({
    where: { userId, endedAt: null, lastUsedAt: { gt: since() } },
    orderBy: [{ lastUsedAt: "desc" }, { id: "asc" }],
    take: mostListed,
  });
  const views = rows.map(({ id, userAgent, method, address, createdAt, lastUsedAt }) => ({
    id,
    device: deviceOf(userAgent),
    method,
    address,
    startedAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    isCurrent: id === session.id,
  }));
  return [...views.filter(({ isCurrent }) => isCurrent), ...views.filter(({ isCurrent }) => !isCurrent)];
}

export type SessionView = Awaited<ReturnType<typeof listSessions>>[number];

/** Whether any session is stored. */
export async function hasAnySession(): Promise<boolean> {
  return (await prisma().session.findFirst({ select: { id: true } })) !== null;
}
