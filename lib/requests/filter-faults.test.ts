import { describe, expect, test } from "vitest";
import { filterFaults } from "./filter-faults";
import { filterFaultWords } from "./filter-words";

const from = "2026-11-20T00:00:00Z";

describe("filterFaults", () => {
  test.each([
    [{ variant: "candidate" }, ["needs_experiment variant"]],
    [{ exposedOn: "2026-11-03", segment: "language:de" }, ["needs_experiment exposedOn", "needs_experiment segment"]],
    [{ minLatencyMs: "900", maxLatencyMs: "90" }, ["bounds_crossed maxLatencyMs"]],
    [{ minCostUsd: "0.5", maxCostUsd: "0.05" }, ["bounds_crossed maxCostUsd"]],
    [{ missing: "userId", userId: "u_1" }, ["also_missing missing"]],
    [{ from, to: from }, ["time_reversed to"]],
    [{ from, to: "2026-11-20T00:30:00+01:00" }, ["time_reversed to"]],
  ] as const)("%j", (filter, found) => {
    expect(filterFaults(filter).map(({ code, field }) => `${code} ${field}`)).toEqual(found);
    for (const fault of filterFaults(filter)) expect(filterFaultWords(fault)).toMatch(/\.$/);
  });

  test("finds nothing in filters that work together", () => {
    for (const filter of [
      {},
      { experiment: "7", variant: "a", segment: "x:y", exposedOn: "2026-11-03" },
      { minLatencyMs: "9", maxLatencyMs: "9", minCostUsd: "0", maxCostUsd: "0" },
      { missing: "userId", key: "web" },
      { from, to: "2026-11-20T00:00:01Z" },
      { to: from },
    ] as const)
      expect(filterFaults(filter)).toEqual([]);
  });
});
