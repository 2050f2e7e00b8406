import { prisma } from "./db";

const weekMs = 7 * 24 * 3_600_000;

/** Removes outbox messages that were delivered more than a week ago. */
export async function clearDelivered(): Promise<void> {
  await prisma().outboxMessage.deleteMany({ where: { deliveredAt: { lt: new Date(Date.now() - weekMs) } } });
}
