import { prisma } from "@/lib/core/db";

/**
 * Switches storing answers only in ClickHouse on or off. Returns false if ClickHouse does not have a complete copy yet.
 * Runtime processes follow within seconds.
 */
export async function switchDirect(isDirect: boolean): Promise<boolean> {
  const switched = await prisma().$executeRaw`
    update event_forwarding set is_direct = ${isDirect},
      direct_switched_at = case when is_direct = ${isDirect} then direct_switched_at else now() end
    where copied_at is not null or not ${isDirect}`;
  return switched > 0;
}
