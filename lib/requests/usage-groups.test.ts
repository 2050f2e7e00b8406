import { expect, it } from "vitest";
import { costsByDay, groupBySums, type SumRow, sumOf } from "./usage-groups";

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

it("groups each version across models, with its latency and its earlier cost", () => {
  const groups = groupBySums("version", {
    now: [row({}), row({ model: "other" }), row({ version: 2 })],
    before: [row({ isNow: false, version: 2, costUsd: 7 })],
    times: [
      { prompt: "mail", version: 1, buckets: [0, 50], counts: [99, 1] },
      { prompt: "mail", version: 2, buckets: [50], counts: [3] },
    ],
  });
  expect(groups).toMatchObject([
    { name: "mail v1", interactions: 2, before: 0 },
    { name: "mail v2", interactions: 1, before: 7 },
  ]);
  const [first, second] = groups.map(({ p50 }) => p50 ?? 0);
  expect(first).toBeLessThan(1.1);
  expect(second).toBeGreaterThan(100);
});

it("has no latency if none is stored", () => {
  expect(groupBySums("model", { now: [row({})], before: [], times: [] })).toMatchObject([
    { name: "not said", p50: null, p95: null },
  ]);
});

it("adds the models of a day and prompt, the oldest day first", () => {
  const day = { prompt: "mail", model: "", costUsd: 1, uncostedInput: 0, uncostedOutput: 0 };
  const days = [
    { ...day, day: "2026-11-02" },
    { ...day, day: "2026-11-01" },
    { ...day, day: "2026-11-02", ...unpriced },
  ];
  expect(costsByDay(days)).toEqual([
    { day: "2026-11-01", prompt: "mail", costUsd: 1 },
    { day: "2026-11-02", prompt: "mail", costUsd: 1.4 },
  ]);
});
