import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import { getTraceOrThrow } from "@/lib/requests/queries/trace";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import type { TestWorkspace } from "@/lib/testing/workspace";
import { recordSpans } from "../commands/record-spans";
import type { OtelSpan } from "../otlp/decode";
import { forgetDirectIntake } from "../queries/direct-intake";
import { forwardEvents } from "./commands/forward-events";
import { switchDirect } from "./commands/switch-direct";
import { compareCounts } from "./queries/compare-counts";

process.env.EVENTS_WAITING_MB = "1"; // the limit is read once, at the first use
const prompt = "direct/traced";
let kept: KeptEvents;
let workspace: TestWorkspace;

const traceOf = (n: number) => `${n}`.padStart(32, "a");
const spanOf = (n: number) => `${n}`.padStart(16, "b");

/** An OpenTelemetry span. All tests use the same start, so that equal ids are the same span. */
const began = Date.now() - 60_000;
const span = (trace: number, id: number, extra: Partial<OtelSpan> = {}): OtelSpan => ({
  traceId: traceOf(trace),
  spanId: spanOf(id),
  parentId: null,
  name: `step ${id}`,
  startMs: began + id,
  endMs: began + id + 40,
  attributes: {},
  events: [],
  status: { code: 0, message: "" },
  resource: { "deployment.environment.name": "production" },
  scope: "test",
  ...extra,
});
const call = {
  "gen_ai.operation.name": "chat",
  "gen_ai.prompt.name": prompt,
  "understudy.prompt.version": 1,
};

const send = (...spans: OtelSpan[]) =>
  recordSpans({ kind: "system", workspaceId: workspace.workspaceId, name: "test" }, spans);
const stepsOf = async (trace: number) => (await getTraceOrThrow(workspace.owner, traceOf(trace))).steps;
const namesOf = async (trace: number) => (await stepsOf(trace)).map(({ name }) => name);

const here = () => prisma().$queryRaw<{ name: string }[]>`
  select name from spans where workspace_id = ${workspace.workspaceId}::uuid order by name`;
const logged = async () => {
  const [row] = await prisma().$queryRaw<[{ n: number }]>`
    select count(*)::int as n from direct_spans where workspace_id = ${workspace.workspaceId}::uuid`;
  return row.n;
};
const there = async (columns: string, trace: number) =>
  (await clickHouse()?.rows<Record<string, unknown>>(
    `select ${columns} from spans final where workspace_id = {id:UUID} and trace_id = {trace:String} order by span_id`,
    { id: workspace.workspaceId, trace: traceOf(trace) },
  )) ?? [];

describe.skipIf(!clickHouse())("spans stored only in ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    kept = await createKeptEvents(prompt);
    ({ workspace } = kept);
    await send(span(1, 1));
    await kept.startDirect();
  });
  afterAll(async () => {
    delete process.env.EVENTS_WAITING_MB;
    await switchDirect(false);
  });

  it("are in PostgreSQL's log until they are copied, complete, and are read from either", async () => {
    const whole = span(2, 2, {
      attributes: { "input.value": 'Is "Ridge" \u{1F3D4} in?', "output.value": "No.", "user.id": "u_1", tier: "gold" },
    });
    expect(await send(whole, span(2, 3, { parentId: spanOf(2) }))).toMatchObject({ accepted: 2, rejected: 0 });
    expect(await here()).toEqual([{ name: "step 1" }]);
    expect(await logged()).toBe(1);
    const before = await stepsOf(2);
    expect(before).toMatchObject([
      {
        name: "step 2",
        input: 'Is "Ridge" \u{1F3D4} in?',
        output: "No.",
        userId: "u_1",
        attributes: { tier: "gold" },
        depth: 0,
      },
      { name: "step 3", depth: 1 },
    ]);
    await copyToStore();
    expect(await logged()).toBe(0);
    expect(await there("name, is_direct", 2)).toEqual([
      { name: "step 2", is_direct: true },
      { name: "step 3", is_direct: true },
    ]);
    expect(await stepsOf(2)).toEqual(before);
  });

  it("sent again change nothing, with any content and in any store", async () => {
    await send(span(3, 1), span(3, 2));
    await send(span(3, 1, { name: "otherwise" }));
    expect(await namesOf(3)).toEqual(["step 1", "step 2"]);
    await copyToStore();
    await send(span(3, 2, { name: "otherwise" }));
    await copyToStore();
    expect(await namesOf(3)).toEqual(["step 1", "step 2"]);
    await send(span(1, 1, { name: "otherwise" })); // stored in PostgreSQL and copied
    expect(await namesOf(1)).toEqual(["step 1"]);
    await copyToStore();
    expect(await there("name", 1)).toEqual([{ name: "step 1" }]);
  });

  it("are one step with their interaction, in either order", async () => {
    const answer = (trace: number) =>
      kept.interaction(`answer-${trace}`, { interactionId: `${traceOf(trace)}:${spanOf(1)}`, traceId: traceOf(trace) });
    await kept.send([answer(4)]);
    await copyToStore();
    await send(span(4, 1, { attributes: call }));
    const one = [{ name: "step 1", prompt, version: 1, interactionId: `${traceOf(4)}:${spanOf(1)}` }];
    expect(await stepsOf(4)).toMatchObject(one);
    await copyToStore();
    expect(await stepsOf(4)).toMatchObject(one);
    await send(span(5, 1, { attributes: call }));
    expect(await namesOf(5)).toEqual(["step 1"]);
    await copyToStore();
    expect(await stepsOf(5)).toMatchObject([{ name: "step 1", prompt, version: 1 }]);
  });

  it("of one trace are together if they arrive around the switch", async () => {
    await send(span(1, 2));
    expect(await namesOf(1)).toEqual(["step 1", "step 2"]);
    await copyToStore();
    expect(await namesOf(1)).toEqual(["step 1", "step 2"]);
  });

  it("are stored once if a copy ends between ClickHouse and the log", async () => {
    await send(...Array.from({ length: 20 }, (_, n) => span(6, n + 1)));
    await kept.trapDeletes("direct_spans", async () => {
      await expect(copyToStore()).rejects.toThrow("killed");
      expect(await there("name", 6)).toHaveLength(20);
      expect(await logged()).toBe(1);
      expect(await stepsOf(6)).toHaveLength(20);
    });
    await copyToStore();
    expect(await logged()).toBe(0);
    expect(await there("name", 6)).toHaveLength(20);
  });

  it("are no difference between the stores", async () => {
    const store = clickHouse();
    const days = store ? await compareCounts(store) : [];
    const own = days.filter((day) => day.workspaceId === workspace.workspaceId && day.table === "spans");
    expect(own).toMatchObject([{ postgres: 1, clickHouse: 1 }]);
  });

  it("are refused while too much waits for ClickHouse, and accepted afterwards", async () => {
    const large = { attributes: { "output.value": "x".repeat(60_000) } };
    await send(...Array.from({ length: 20 }, (_, n) => span(7, n + 1, large)));
    forgetDirectIntake(workspace.workspaceId);
    await expect(send(span(7, 21))).rejects.toMatchObject({ code: "database_unavailable" });
    await expect(kept.send([kept.interaction("beside")])).rejects.toMatchObject({ code: "database_unavailable" });
    await copyToStore();
    forgetDirectIntake(workspace.workspaceId);
    expect(await send(span(7, 21))).toMatchObject({ accepted: 1 });
  });

  it("expire with the texts of their environment", async () => {
    const environment = await prisma().environment.findFirstOrThrow({
      where: { workspaceId: workspace.workspaceId, name: "production" },
    });
    const place = { workspaceId: workspace.workspaceId, environmentId: environment.id };
    await prisma().contentPolicy.create({
      data: {
        workspaceId: place.workspaceId,
        environmentId: place.environmentId,
        contentDays: 3,
        eventDays: 9,
        updatedByName: "Test",
      },
    });
    await send(span(8, 1));
    await copyToStore();
    expect(
      await there("toInt32(round((toUnixTimestamp(expires_at) - toUnixTimestamp(at)) / 86400)) as days", 8),
    ).toEqual([{ days: 3 }]);
    await prisma().contentPolicy.deleteMany({ where: place });
  });

  it("of a deleted user lose their texts, as do steps without a user in the user's traces", async () => {
    await switchDirect(false);
    forgetDirectIntake(workspace.workspaceId);
    await send(span(9, 1, { attributes: { "output.value": "secret" } })); // stored in PostgreSQL
    await switchDirect(true);
    forgetDirectIntake(workspace.workspaceId);
    const secret = { "output.value": "secret", "user.id": "u_gone" };
    await send(span(9, 2, { attributes: secret }), span(9, 3, { attributes: { "input.value": "secret" } }));
    await deleteUserData(workspace.owner, { userId: "u_gone" });
    const erase = () => eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
    await erase();
    await forwardEvents(Date.now() + 5_000);
    for (let pass = 0; pass < 2; pass++) {
      await erase();
      await copyToStore();
    }
    await erase();
    const steps = await stepsOf(9);
    expect(steps).toHaveLength(3);
    expect(JSON.stringify(steps)).not.toMatch(/secret|u_gone/);
    expect(JSON.stringify([await there("*", 9), await here()])).not.toMatch(/secret|u_gone/);
    const deletion = await prisma().dataDeletion.findFirst({ where: { workspaceId: workspace.workspaceId } });
    expect(deletion?.doneAt).not.toBeNull();
    await send(span(9, 2, { attributes: secret })); // the same span again
    await copyToStore();
    expect(JSON.stringify(await stepsOf(9))).not.toMatch(/secret|u_gone/);
  });

  it("are stored in PostgreSQL again once ClickHouse is switched off, also by a process that does not know it", async () => {
    await switchDirect(false);
    expect(await send(span(10, 1, { name: "off" }))).toMatchObject({ accepted: 1 });
    expect(await here()).toContainEqual({ name: "off" });
    expect(await logged()).toBe(0);
  });
});
