import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { recordEvents } from "./commands/record-events";
import { sweepEvents } from "./commands/sweep-events";

const tables = async () =>
  (
    await prisma().$queryRaw<{ name: string }[]>`
    select relname as name from pg_class where relname like '%\\_199%' and relkind = 'r'`
  )
    .map(({ name }) => name)
    .sort();
const soon = () => Date.now() + 10_000;

it("drops months past their retention with their ids, except those an experiment needs", async () => {
  for (const month of ["1999-01-01", "1999-02-01"])
    await prisma().$queryRaw`select 1 from create_event_partitions(${month}::date)`;
  const workspaceId = "00000000-0000-7000-8000-00000000005e";
  for (const age of ["36 days", "34 days"])
    await prisma().$executeRaw`
      insert into event_keys (workspace_id, key, is_feedback, fingerprint, stored_at)
      values (${workspaceId}::uuid, gen_random_uuid(), false, gen_random_uuid(), now() - ${age}::interval)`;
  expect(await tables()).toHaveLength(8);
  const keep = { now: new Date("1999-06-01T00:00:00Z"), days: 90, neededFrom: new Date("1999-01-15T00:00:00Z") };
  await sweepEvents(soon(), keep);
  expect(await tables()).toEqual(["feedback_199901", "feedback_199902", "interactions_199901", "interactions_199902"]);
  await sweepEvents(soon(), { ...keep, neededFrom: null });
  expect(await tables()).toEqual([]);
  const [{ kept }] = await prisma().$queryRaw<[{ kept: number }]>`
    select count(*)::int as kept from event_keys where workspace_id = ${workspaceId}::uuid`;
  expect(kept).toBe(1);
});

it("creates partitions of a month once, also with concurrent calls", async () => {
  const make = () => prisma().$queryRaw`select 1 from create_event_partitions('1998-07-15'::date)`;
  await Promise.all(Array.from({ length: 8 }, make));
  const [{ count }] = await prisma().$queryRaw<[{ count: number }]>`
    select count(*)::int from pg_class where relname like '%\\_199807' and relkind = 'r'`;
  expect(count).toBe(4);
  await sweepEvents(soon(), { now: new Date("1999-06-01T00:00:00Z"), days: 90, neededFrom: null });
});

// An event of last month that is still accepted, if there is one. The texts of this month belong to other tests too.
const late = new Date(Date.now() - 29 * 86_400_000);
const isOfThisMonth = late.getUTCMonth() === new Date().getUTCMonth();

it.skipIf(isOfThisMonth)("late events succeed if texts are kept for days only", async () => {
  const { workspaceId, owner } = await createTestWorkspace();
  const name = await createLivePrompt(owner, "sweep/late");
  const actor = { kind: "system", workspaceId, name: "test" } as const;
  const at = late.toISOString();
  const send = () =>
    recordEvents(actor, [
      interactionEvent(randomUUID(), { interactionId: randomUUID(), prompt: name, at, input: "in", output: "out" }),
    ]);
  expect(await send()).toMatchObject({ accepted: 1 });
  const before = await countTexts(workspaceId);
  const twoDaysIn = Date.UTC(late.getUTCFullYear(), late.getUTCMonth() + 1, 3);
  await sweepEvents(soon(), { contentDays: 1, now: new Date(twoDaysIn) });
  expect([before, await countTexts(workspaceId)]).toEqual([1, 0]);
  expect(await send()).toMatchObject({ accepted: 1 });
});

async function countTexts(workspaceId: string): Promise<number> {
  const [{ count }] = await prisma().$queryRaw<[{ count: number }]>`
    select count(*)::int as count from interaction_contents where workspace_id = ${workspaceId}::uuid`;
  return count;
}
