import { prisma } from "@/lib/core/db";

/**
 * Does the work unless another process is doing it: then null. The right to it ends with the process, too. For work of
 * seconds; it holds a connection meanwhile.
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
