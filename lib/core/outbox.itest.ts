import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { transaction } from "./db";
import { drainOutbox, enqueue, type OutboxMessage } from "./outbox";

it("messages that took long are noted before the transaction ends, and the others follow in the next round", async () => {
  const { workspaceId } = await createTestWorkspace();
  const topic = `slow ${randomUUID()}`;
  for (const n of [1, 2, 3]) await transaction((tx) => enqueue(tx, workspaceId, topic, { n }));
  const seen: unknown[] = [];
  const deliver = async ({ payload }: OutboxMessage) => void seen.push((payload as { n: number }).n);
  const round = () => drainOutbox(deliver, { topic, limit: 5, budgetMs: 0 });
  expect([await round(), await round(), await round(), await round()]).toEqual([1, 1, 1, 0]);
  expect(seen).toEqual([1, 2, 3]);
});
