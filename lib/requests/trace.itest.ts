import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { listPriceOf } from "./list-prices";
import { getTraceOrThrow } from "./queries/trace";

let kept: KeptEvents;
const start = Date.now() - 60_000;
const step = (id: string, parentId: string | null, seconds: number) =>
  kept.interaction(id, { traceId: "t", parentId, name: id, at: new Date(start + seconds * 1_000).toISOString() });
const shown = async () => {
  await copyToStore();
  const { steps } = await getTraceOrThrow(kept.workspace.owner, "t");
  return steps.map(({ id, depth, isInCycle }) => `${" ".repeat(depth)}${id}${isInCycle ? " (cycle)" : ""}`);
};

const stores = clickHouse() ? (["PostgreSQL", "ClickHouse alone"] as const) : (["PostgreSQL"] as const);
describe.each(stores)("a trace, in %s", (store) => {
  beforeEach(async () => {
    kept = await createKeptEvents("trace/circle");
    if (store === "ClickHouse alone") await kept.startDirect();
  });
  afterAll(() => switchDirect(false));

  it("rejects parents in a circle one by one within a batch, and keeps the rest", async () => {
    const events = [
      step("root", null, 0),
      step("self", "self", 1),
      step("a", "b", 2),
      step("b", "a", 3),
      step("under", "b", 4),
      step("child", "root", 5),
      // The same names in another trace are other steps.
      { ...step("b2", "a", 6), interactionId: "b", traceId: "other" },
    ];
    const { accepted, rejected } = await kept.send(events);
    expect(accepted).toBe(4);
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([1, 2, 3].map((index) => [index, "parent_cycle"]));
    expect(rejected.map(({ message }) => message.split(": ").at(-1))).toEqual([
      "self → self.",
      "a → b → a.",
      "b → a → b.",
    ]);
    expect(await shown()).toEqual(["root", " child", "under"]);
  });

  it("shows parents in a circle once each if they came in several batches, and says so", async () => {
    await kept.send([step("root", null, 0), step("a", "c", 3)]);
    await kept.send([step("b", "a", 2), step("under", "b", 1)]);
    await kept.send([step("c", "b", 4)]);
    expect(await shown()).toEqual(["root", "b (cycle)", " under", " c", "  a"]);
    if (store === "ClickHouse alone") expect(await kept.here()).toEqual([]);
  });

  it("a model call without a reported cost has its list price", async () => {
    const call = { inputTokens: 1_000, outputTokens: 100, model: "gpt-4o" };
    const priced = listPriceOf({ model: "gpt-4o", uncostedInput: 1_000, uncostedOutput: 100 });
    await kept.send([
      { ...step("asked", null, 0), ...call },
      { ...step("told", null, 1), ...call, costUsd: 0.5 },
      { ...step("tool", null, 2), ...call, kind: "tool" },
      { ...step("other", null, 3), ...call, model: "house-model" },
    ]);
    await copyToStore();
    const { steps } = await getTraceOrThrow(kept.workspace.owner, "t");
    expect(steps.map(({ costUsd, pricedUsd }) => [costUsd, pricedUsd])).toEqual([
      [null, priced],
      [0.5, null],
      [null, null],
      [null, null],
    ]);
  });
});
