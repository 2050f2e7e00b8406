import { prisma } from "@/lib/core/db";

/**
 * Runs the work unless another process is running it; then returns null. The lock is released if the process dies. It
 * holds a connection, so use it for work of seconds.
 */
export async function onceInFleet<T>(name: string, work: () => Promise<T>): Promise<T | null> {
  return prisma().$transaction(
    async (tx) => {
      const [row] = await tx.$queryRaw<{ isOurs: boolean }[]>`
        select pg_try_advisory_xact_lock(hashtextextended(${`understudy job ${name}`}, 0)) as "isOurs"`;
      return row?.isOurs ? work() : null;
    },
    { timeout: 55_000, maxWait: 5_000 },
  );
}
