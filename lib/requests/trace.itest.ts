import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
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
describe.each(stores)("parents in a circle, in %s", (store) => {
  beforeEach(async () => {
    kept = await createKeptEvents("trace/circle");
    if (store === "ClickHouse alone") await kept.startDirect();
  });
  afterAll(() => switchDirect(false));

  it("are rejected one by one within a batch, and the rest is kept", async () => {
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

  it("are shown once each if they came in several batches, and the trace says so", async () => {
    await kept.send([step("root", null, 0), step("a", "c", 3)]);
    await kept.send([step("b", "a", 2), step("under", "b", 1)]);
    await kept.send([step("c", "b", 4)]);
    expect(await shown()).toEqual(["root", "b (cycle)", " under", " c", "  a"]);
    if (store === "ClickHouse alone") expect(await kept.here()).toEqual([]);
  });
});
