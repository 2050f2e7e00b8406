import { prisma } from "@/lib/core/db";

const keepDays = 90;
const atOnce = 10_000;

/**
 * Deletes checks older than 90 days, until the deadline. Returns their number. The evidence of rollbacks is kept with
 * the releases.
 */
export async function sweepChecks(deadlineAt: number): Promise<number> {
  let swept = 0;
  while (Date.now() < deadlineAt) {
    const count = await prisma().$executeRaw`
      delete from guard_checks where id = any(array(
        select id from guard_checks where at < now() - make_interval(days => ${keepDays}) limit ${atOnce}))`;
    swept += count;
    if (count < atOnce) break;
  }
  return swept;
}
