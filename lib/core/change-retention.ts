import { prisma } from "./db";

/** Removes what the log of changes holds for longer than an hour; says how many. Whoever last asked before then reads anew. */
export function clearChanges(): Promise<number> {
  return prisma().$executeRaw`delete from environment_changes where at < now() - interval '1 hour'`;
}
