import { databaseNow } from "./database-clock";
import { prisma } from "./db";
import { weekMs } from "./milliseconds";

/** Deletes outbox messages that were delivered more than a week ago. Returns their number. */
export async function clearDelivered(): Promise<number> {
  const deliveredAt = { lt: new Date(databaseNow().getTime() - weekMs) };
  return (await prisma().outboxMessage.deleteMany({ where: { deliveredAt } })).count;
}
