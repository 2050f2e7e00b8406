import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";

const days = 365;

/** Deletes alerts and deliveries older than a year. Returns the number of alerts. */
export async function sweepAlerts(): Promise<{ alerts: number }> {
  const before = new Date(databaseNow().getTime() - days * 86_400_000);
  await prisma().alertDelivery.deleteMany({ where: { createdAt: { lt: before } } });
  return { alerts: (await prisma().alert.deleteMany({ where: { at: { lt: before } } })).count };
}
