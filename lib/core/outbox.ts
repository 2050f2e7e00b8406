import { databaseNow } from "./database-clock";
import { prisma, type Transaction } from "./db";
import type { Prisma } from "./generated/prisma/client";

export type OutboxMessage = { id: string; workspaceId: string; topic: string; payload: Prisma.JsonValue };

export type NewMessage = { workspaceId: string; topic: string; payload: Prisma.InputJsonValue };

/** Adds a message in the transaction of the change that causes it. */
export async function enqueue(tx: Transaction, workspaceId: string, topic: string, payload: Prisma.InputJsonValue) {
  await tx.outboxMessage.create({ data: { workspaceId, topic, payload } });
}

/** Adds messages with one write, in the transaction of the change that causes them. */
export async function enqueueAll(tx: Transaction, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length > 0) await tx.outboxMessage.createMany({ data: [...messages] });
}

const backoffSeconds = (attempts: number) => Math.min(300, 2 ** attempts);

/**
 * The time limit of the transaction in which messages are delivered, and the time after which no further one begins. If
 * the transaction took longer, nothing would be noted, and the same messages would come first for ever.
 */
const transactionMs = 40_000;
const beginMs = 15_000;

/**
 * Delivers due messages (of one topic, if given), oldest first, at least once. Each message is locked by one process
 * (`skip locked`). A failed message is retried after 2, 4, 8 … 300 s. Returns the number delivered.
 */
export async function drainOutbox(
  deliver: (message: OutboxMessage) => Promise<void>,
  { limit = 100, topic, budgetMs = beginMs }: { limit?: number; topic?: string; budgetMs?: number } = {},
): Promise<number> {
  const work = async (tx: Transaction) => {
    const due = await tx.$queryRaw<(OutboxMessage & { attempts: number })[]>`
      select id, workspace_id as "workspaceId", topic, payload, attempts from outbox_messages
      where delivered_at is null and available_at <= now() and (${topic ?? null}::text is null or topic = ${topic ?? null})
      order by created_at limit ${limit} for update skip locked`;
    const endAt = performance.now() + budgetMs;
    let delivered = 0;
    for (const [place, message] of due.entries()) {
      if (place > 0 && performance.now() >= endAt) break;
      try {
        await deliver(message);
        await tx.outboxMessage.update({ where: { id: message.id }, data: { deliveredAt: databaseNow() } });
        delivered++;
      } catch (error) {
        const attempts = message.attempts + 1;
        const lastError = error instanceof Error ? error.message.slice(0, 500) : "unknown";
        await tx.$executeRaw`update outbox_messages set attempts = ${attempts}, last_error = ${lastError},
          available_at = now() + make_interval(secs => ${backoffSeconds(attempts)}) where id = ${message.id}::uuid`;
      }
    }
    return delivered;
  };
  return prisma().$transaction(work, { timeout: transactionMs, maxWait: 5_000 });
}
