import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createOnlineStage } from "@/lib/testing/online";
import { sweepOnline } from "./commands/sweep-online";

it("samples and scores are deleted with their events, and sums by hour are kept", async () => {
  const stage = await createOnlineStage();
  const { workspaceId } = stage;
  const [kept, old] = [stage.interaction({ latencyMs: 10 }), stage.interaction({ latencyMs: 20 })];
  await stage.take(kept, old);
  for (const table of ["online_samples", "online_scores"])
    await prisma().$executeRawUnsafe(
      `update ${table} set at = at - interval '3650 days' where workspace_id = $1::uuid and interaction_id = $2`,
      workspaceId,
      old.interactionId,
    );
  // Longer than the age of the rows of any other test.
  expect((await sweepOnline(Date.now() + 10_000, { days: 3_000 })).onlineScores).toBeGreaterThan(0);
  expect((await stage.samples()).map(({ interactionId }) => interactionId)).toEqual([kept.interactionId]);
  expect((await stage.scores("latency")).map(({ value }) => value)).toEqual([10]);
  const [{ n }] = await prisma().$queryRaw<[{ n: number }]>`
    select sum(scores)::int as n from online_hours where workspace_id = ${workspaceId}::uuid and metric = 'latency'`;
  expect(n).toBe(2);
});
