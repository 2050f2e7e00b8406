/** @module-tag slow */

import { expect, test } from "vitest";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import { countedRequests } from "@/lib/guards/quality/counted-requests";
import { listGuards } from "@/lib/guards/queries/guards";
import { countRequests } from "@/lib/requests/queries/count";
import { createTestDemo } from "@/lib/testing/demo";

test("the numbers of the evidence lead to as many requests", { timeout: 120_000 }, async () => {
  const { owner } = await createTestDemo();
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

test("the inbox shows one alert for one cause", { timeout: 120_000 }, async () => {
  const { owner } = await createTestDemo();
  const { items } = await listAlerts(owner, { isOpen: true, limit: 100 });
  const titles = items.map(({ title }) => title).filter((title) => /worse|rolled back/.test(title));
  expect(titles).toEqual([
    "search/query-rewrite v2 is worse than v1 in production",
    "checkout/assistant was rolled back to v2 in production",
  ]);
});
