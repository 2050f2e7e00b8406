/** @module-tag slow */
import { expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { countedRequests } from "@/lib/guards/quality/counted-requests";
import { listGuards } from "@/lib/guards/queries/guards";
import { countRequests } from "@/lib/requests/queries/count";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { seedApplications } from "../applications";
import { seedExperiments } from "../experiments";
import { people } from "../types";
import { seedPrompts } from "../write";
import { seedLive } from "./live";

test("the numbers of the evidence lead to as many requests", { timeout: 120_000 }, async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const email = `priya@${workspaceId}.example`;
  await prisma().user.update({ where: { id: owner.userId }, data: { email, name: people.priya.name } });
  await seedPrompts(owner, { mailDomain: `${workspaceId}.example`, isOwn: true });
  const keys = await seedApplications(owner);
  await seedExperiments(owner, keys);
  await seedLive(owner, owner.userId, keys);
  let compared = 0;
  for (const { prompt, environment, findings } of (await listGuards(owner, { limit: 100 })).items)
    for (const { metric, current, baseline } of findings)
      for (const side of [current, baseline]) {
        const filters = side && countedRequests(metric, side);
        if (!filters) continue;
        const { matching } = await countRequests(owner, { prompt, environment, ...filters });
        expect([prompt, metric, side.version, matching]).toEqual([prompt, metric, side.version, side.n]);
        compared++;
      }
  expect(compared).toBeGreaterThan(15);
});
