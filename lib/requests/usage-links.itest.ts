import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { countListed } from "@/lib/testing/listed-requests";
import { rollUpAll } from "@/lib/testing/roll-up";
import { keyActorFor } from "@/lib/testing/workspace";
import { countPeople } from "./commands/count-people";
import { countRequests } from "./queries/count";
import { getUsage } from "./queries/usage";
import { usageDimensions } from "./usage";
import { countedTime, filtersOf } from "./usage-links";

const [name, other] = ["links/mail", "links/chat"] as const;
const hour = 3_600_000;
const now = new Date();
const range = { from: new Date(now.getTime() - 30 * hour), to: now };
const time = { from: range.from.toISOString(), to: range.to.toISOString() };
let kept: KeptEvents;
let answers = 0;

/** An answer at a moment of the range; 0 is its start, 30 its end. */
const answer = (hours: number, extra: object = {}) =>
  kept.interaction(`answer-${answers++}`, {
    at: new Date(range.from.getTime() + hours * hour).toISOString(),
    ...extra,
  });

const stores = clickHouse() ? (["PostgreSQL", "ClickHouse alone"] as const) : (["PostgreSQL"] as const);
describe.each(stores)("links from usage, in %s", (store) => {
  beforeEach(async () => {
    kept = await createKeptEvents(name, other);
    if (store === "ClickHouse alone") await kept.startDirect();
  });
  afterAll(() => switchDirect(false));

  it("lead to as many requests as each number counts", async () => {
    const { workspace } = kept;
    const sent = await kept.send([
      answer(1, { userId: "ana", sessionId: "s", model: "gpt-4.1", error: "429" }),
      answer(2, { userId: "ana", model: "gpt-4.1" }),
      answer(3, { prompt: other, environment: "staging", error: "429" }),
      // Sums are by hour: the whole hour in which the range begins or ends counts.
      answer(-(range.from.getTime() % hour) / hour, { userId: "first" }),
      answer(30 + 0.001, { userId: "last" }),
      // Outside.
      answer(-1.01, { userId: "ana" }),
    ]);
    expect(sent).toMatchObject({ accepted: 6, rejected: [] });
    await prisma().apiKey.createMany({
      data: ["one", "two"].map((prefix) => ({
        workspaceId: workspace.workspaceId,
        name: "web",
        scope: "runtime" as const,
        prefix,
        hash: `${workspace.workspaceId}${prefix}`,
        createdByName: "test",
      })),
    });
    const keys = await prisma().apiKey.findMany({ where: { workspaceId: workspace.workspaceId, name: "web" } });
    for (const { id } of keys)
      await recordEvents(keyActorFor(workspace, "all", { keyId: id }), [answer(5, { userId: id })]);
    await recordEvents(keyActorFor(workspace, "all"), [answer(6)]); // by a key that was deleted
    await rollUpAll();
    await copyToStore();
    await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: workspace.workspaceId });
    for (const by of usageDimensions) {
      const { groups } = await getUsage(workspace.owner, { ...time, by });
      expect(
        groups.reduce((sum, { interactions }) => sum + interactions, 0),
        by,
      ).toBe(8);
      for (const group of groups) {
        const filter = { ...countedTime(range, by, now), ...filtersOf(by, group.name) };
        const { matching } = await countRequests(workspace.owner, filter);
        expect([by, group.name, matching]).toEqual([by, group.name, group.interactions]);
        expect([by, group.name, await countListed(workspace.owner, filter)]).toEqual([
          by,
          group.name,
          group.interactions,
        ]);
        const failed = await countRequests(workspace.owner, { ...filter, failed: "true" });
        expect([by, group.name, failed.matching]).toEqual([by, group.name, group.failed]);
      }
    }
    const { groups } = await getUsage(workspace.owner, { ...time, by: "key" });
    expect(groups.map((group) => [group.name, group.interactions])).toEqual([
      ["not known", 6],
      ["web", 2],
    ]);
  });
});
