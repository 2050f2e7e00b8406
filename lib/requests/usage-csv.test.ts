import { expect, it } from "vitest";
import { usageCsvFor } from "./usage-csv";
import type { UsageView } from "./usage-views";

const sums = {
  interactions: 3,
  costUsd: 1.5,
  pricedUsd: 0.5,
  inputTokens: 30,
  outputTokens: 15,
  cachedTokens: 6,
  completed: 2,
  failed: 1,
};
const usage: UsageView = {
  from: "2026-11-01T00:00:00Z",
  to: "2026-11-03T00:00:00Z",
  now: sums,
  unpriced: { tokens: 0, models: [] },
  before: sums,
  users: { from: "2026-11-01T00:00:00Z", count: 2, standardError: 0.03 },
  people: null,
  step: "day",
  groups: [{ ...sums, name: "=mail", users: 2, before: 1, p50: 800, p95: null }],
  steps: [{ ...sums, name: "mail", users: null, at: "2026-11-01T00:00:00.000Z" }],
};

it("has a line for each group of the range", () => {
  const [head, line] = usageCsvFor(usage, undefined).split("\r\n");
  expect(head).toMatch(/^name,cost_usd,.*latency_p95_ms$/);
  expect(line).toBe('"\'=mail",1.5,0.5,1,3,2,1,30,15,6,800,');
});

it("has a line for each step and group if a step is asked for", () => {
  expect(usageCsvFor(usage, "day").trimEnd().split("\r\n")).toEqual([
    "from,name,cost_usd,cost_from_list_prices_usd,answers,users_estimated,failed,input_tokens,output_tokens,cached_tokens",
    "2026-11-01T00:00:00.000Z,mail,1.5,0.5,3,,1,30,15,6",
  ]);
});
