import { expect, it } from "vitest";
import { groupBySums, groupSteps, type SumRow, sumOf, unpricedOf } from "./usage-groups";

const row = (extra: Partial<SumRow>): SumRow => ({
  isNow: true,
  prompt: "mail",
  version: 1,
  model: "",
  environment: null,
  key: null,
  interactions: 1,
  costUsd: 1,
  inputTokens: 10,
  outputTokens: 5,
  cachedTokens: 2,
  uncostedInput: 0,
  uncostedOutput: 0,
  completed: 1,
  failed: 0,
  ...extra,
});
/** $0.40 per million tokens at list price. */
const unpriced = { model: "gpt-4.1-mini", costUsd: 0, uncostedInput: 1_000_000 };

it("sums rows, with the list price if no cost was reported", () => {
  expect(sumOf([row({}), row({ ...unpriced, failed: 1 })])).toEqual({
    interactions: 2,
    costUsd: 1.4,
    pricedUsd: 0.4,
    inputTokens: 20,
    outputTokens: 10,
    cachedTokens: 4,
    completed: 2,
    failed: 1,
  });
});

it("names the models whose tokens have no cost and no known price", () => {
  const own = { model: "house-llm", costUsd: 0, uncostedInput: 300, uncostedOutput: 20 };
  expect(unpricedOf([row({}), row(unpriced)])).toEqual({ tokens: 0, models: [] });
  expect(unpricedOf([row({ uncostedOutput: 7 }), row(own), row({ ...own, version: 2 }), row(unpriced)])).toEqual({
    tokens: 647,
    models: ["house-llm", "not said"],
  });
});

it("groups each version across models, with its latency and its earlier cost", () => {
  const groups = groupBySums("version", {
    now: [row({}), row({ model: "other" }), row({ version: 2 })],
    before: [row({ isNow: false, version: 2, costUsd: 7 })],
    times: [
      { prompt: "mail", version: 1, buckets: [0, 50], counts: [99, 1] },
      { prompt: "mail", version: 2, buckets: [50], counts: [3] },
    ],
    users: [{ ...row({ version: 2 }), bits: 2 }],
  });
  expect(groups).toMatchObject([
    { name: "mail v1", interactions: 2, users: 0, before: 0 },
    { name: "mail v2", interactions: 1, users: 2, before: 7 },
  ]);
  const [first, second] = groups.map(({ p50 }) => p50 ?? 0);
  expect(first).toBeLessThan(1.1);
  expect(second).toBeGreaterThan(100);
});

it("has no latency if none is stored", () => {
  expect(groupBySums("model", { now: [row({})], before: [], times: [], users: [] })).toMatchObject([
    { name: "not said", p50: null, p95: null },
  ]);
});

it("adds the models of a step and group, the oldest step first", () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day));
  const steps = [
    { ...row({}), at: at(2) },
    { ...row({}), at: at(1) },
    { ...row({ ...unpriced, failed: 1 }), at: at(2) },
    { ...row({ version: 2 }), at: at(2) },
  ];
  const users = { from: at(2), rows: [{ ...row({}), at: at(2), bits: 1 }] };
  expect(groupSteps("version", steps, users)).toMatchObject([
    { at: "2026-11-01T00:00:00.000Z", name: "mail v1", costUsd: 1, users: null },
    { at: "2026-11-02T00:00:00.000Z", name: "mail v1", costUsd: 1.4, interactions: 2, failed: 1, users: 1 },
    { at: "2026-11-02T00:00:00.000Z", name: "mail v2", costUsd: 1, users: 0 },
  ]);
});
