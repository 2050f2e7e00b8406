import { prisma } from "./db";

/**
 * Deletes changes older than an hour from the log. Returns their number. A process that last read before then reads
 * everything again.
 */
export function clearChanges(): Promise<number> {
  return prisma().$executeRaw`delete from environment_changes where at < now() - interval '1 hour'`;
}
