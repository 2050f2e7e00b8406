import { prisma } from "./db";

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** Removes what has served its time: idempotency keys after a day, delivered outbox messages after a week. */
export async function clearOldRows(): Promise<void> {
  await prisma().idempotencyKey.deleteMany({ where: { createdAt: { lt: hoursAgo(24) } } });
  await prisma().outboxMessage.deleteMany({ where: { deliveredAt: { lt: hoursAgo(7 * 24) } } });
}
