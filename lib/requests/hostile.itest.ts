/** @module-tag slow */

import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { removeMember } from "@/lib/auth/commands/members";
import { prisma } from "@/lib/core/db";
import { mulberry32 } from "@/lib/experiments/statistics";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { copyToStore, keepInStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { removeView, saveView } from "./commands/saved-views";
import { listRequests } from "./queries/requests";
import { listSavedViews } from "./queries/saved-views";
import { getStepTextsOrThrow, getTraceOrThrow } from "./queries/trace";

let workspace: TestWorkspace;
let mount: Mount;
let production: Client;
const prompt = "hostile/prompt";
const began = Date.now() - 3 * 86_400_000;
const interaction = (id: string, at: number, extra: object = {}) =>
  interactionEvent(id, { prompt, at: new Date(at).toISOString(), ...extra });
const send = async (events: object[]) =>
  expect((await production.post("/events", { events })).body).toMatchObject({ accepted: events.length });

beforeAll(async () => {
  [mount, workspace] = await Promise.all([mountAheadOfNext(), createTestWorkspace()]);
  production = createClient(mount.send, workspace.runtimeKeys.production);
  await createLivePrompt(workspace.owner, prompt);
});
afterAll(() => mount.stop());

// Every page asks ClickHouse several times, if there is one, and this machine may have other work.
const patience = { timeout: 120_000 };

it("pages list each answer once, while others arrive before, between and after them", patience, async () => {
  const random = mulberry32(7);
  const time = () => began + Math.floor(random() * 20) * 1_000;
  await send(Array.from({ length: 200 }, (_, n) => interaction(`first-${n}`, time(), { userId: "u_page" })));
  await copyToStore();
  for (const filter of [{}, { search: "zz" }, { userId: "u_page" }, { prompt, minLatencyMs: "5" }] as const) {
    // As many for each page: a faster writer would make the list longer than its reader can follow.
    const sendLate = (page: number) =>
      send(Array.from({ length: 5 }, (_, k) => interaction(`${JSON.stringify(filter)} ${page} ${k}`, time())));
    const seen: string[] = [];
    for (let cursor: string | undefined, n = 0; ; n++) {
      const [page] = await Promise.all([listRequests(workspace.owner, { ...filter, limit: 9, cursor }), sendLate(n)]);
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    const matches = "search" in filter || "minLatencyMs" in filter ? 0 : 200;
    expect(seen.filter((id) => id.startsWith("first-"))).toHaveLength(matches);
  }
});

it("an export that its reader cuts off ends, and others go on", patience, async () => {
  const output = "x".repeat(20_000);
  for (let n = 0; n < 10; n++)
    await send(Array.from({ length: 100 }, (_, k) => interaction(`long-${n}-${k}`, began + n, { output })));
  await copyToStore();
  const running = async () => {
    const [row] = await prisma().$queryRaw<[{ n: number }]>`
      select count(*)::int as n from pg_stat_activity
      where state <> 'idle' and query like '%interaction_contents%' and query not like '%pg_stat_activity%'`;
    return row.n;
  };
  const headers = { authorization: `Bearer ${workspace.manageKey}` };
  for (let n = 0; n < 8; n++) {
    const cut = new AbortController();
    const response = await mount.send("/api/v1/interactions/export?format=jsonl", { headers, signal: cut.signal });
    expect(response.status).toBe(200);
    await response.body?.getReader().read();
    cut.abort();
  }
  const whole = await mount.send("/api/v1/interactions/export?format=jsonl&search=xxxx", { headers });
  const lines = (await whole.text()).trimEnd().split("\n");
  expect(lines).toHaveLength(1_000);
  for (const line of lines) JSON.parse(line);
  await expect.poll(running, { timeout: 10_000 }).toBe(0);
});

const nano = (ms: number) => `${Math.floor(ms)}000000`;
const traceOf = (n: number) => n.toString(16).padStart(32, "a");
const spanIdOf = (n: number) => `c${n.toString(16).padStart(15, "0")}`;
const span = (trace: number, id: number, extra: object = {}) => ({
  traceId: traceOf(trace),
  spanId: spanIdOf(id),
  name: `step ${id}`,
  startTimeUnixNano: nano(began + id),
  endTimeUnixNano: nano(began + id + 5),
  attributes: [] as object[],
  ...extra,
});
const post = async (spans: object[]) => {
  const body = gzipSync(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
  const headers = {
    authorization: `Bearer ${workspace.runtimeKeys.production}`,
    "content-type": "application/json",
    "content-encoding": "gzip",
  };
  const response = await mount.send("/api/v1/otlp/v1/traces", { method: "POST", headers, body });
  return { status: response.status, body: await response.json() };
};

it("a span of 5 MB is rejected by name, and its neighbours are stored", async () => {
  const big = { key: "input.value", value: { stringValue: "x".repeat(5 * 1_024 * 1_024) } };
  const { status, body } = await post([span(1, 1), span(1, 2, { attributes: [big] }), span(1, 3)]);
  expect(status).toBe(200);
  expect(body.partialSuccess).toMatchObject({ rejectedSpans: "1" });
  expect(body.partialSuccess.errorMessage).toContain("256 KiB");
  await copyToStore();
  const { steps } = await getTraceOrThrow(workspace.owner, traceOf(1));
  expect(steps.map(({ name }) => name)).toEqual(["step 1", "step 3"]);
});

it("clocks that are off by days lose their own items alone", async () => {
  const days = [-400, -31, -29, 0, 0.005, 0.02, 2];
  const { body } = await post(
    days.map((day, id) => {
      const at = Date.now() + day * 86_400_000;
      return span(2, id, { startTimeUnixNano: nano(at), endTimeUnixNano: nano(at + 5) });
    }),
  );
  expect(body.partialSuccess).toMatchObject({ rejectedSpans: "4" });
  await copyToStore();
  const { steps } = await getTraceOrThrow(workspace.owner, traceOf(2));
  expect(steps.map(({ durationMs }) => durationMs)).toEqual([5, 5, 5]);
  const events = days.map((day, n) => interaction(`clock-${n}`, Date.now() + day * 86_400_000));
  const answer = (await production.post("/events", { events })).body;
  expect(answer).toMatchObject({ accepted: 3 });
  expect(answer.rejected.map(({ index, code }: { index: number; code: string }) => [index, code])).toEqual(
    [0, 1, 5, 6].map((index) => [index, "timestamp_out_of_range"]),
  );
});

it("a trace of 10,000 spans, in one chain, opens with its first 1,000", async () => {
  const spans = Array.from({ length: 10_000 }, (_, id) =>
    span(3, id + 1, id > 0 ? { parentSpanId: spanIdOf(id) } : {}),
  );
  for (let from = 0; from < spans.length; from += 2_500) {
    const { status, body } = await post(spans.slice(from, from + 2_500));
    expect({ status, body }).toEqual({ status: 200, body: {} });
  }
  await copyToStore();
  const { steps, isCut } = await getTraceOrThrow(workspace.owner, traceOf(3));
  expect([isCut, steps.length, steps.at(-1)?.depth]).toEqual([true, 1_000, 999]);
});

it("the texts of a large trace are read with their step, the first ones with the trace", async () => {
  const input = (id: number) => `${id} ${randomBytes(20_000).toString("hex")}`;
  const texts = Array.from({ length: 30 }, (_, place) => input(place + 1));
  const spans = texts.map((stringValue, place) =>
    span(4, place + 1, { attributes: [{ key: "input.value", value: { stringValue } }] }),
  );
  const { status, body } = await post(spans);
  expect({ status, body }).toEqual({ status: 200, body: {} });
  await keepInStore(workspace.workspaceId);
  const { steps } = await getTraceOrThrow(workspace.owner, traceOf(4));
  expect(steps).toHaveLength(30);
  expect(JSON.stringify(steps).length).toBeLessThan(700_000);
  const [first, last] = [steps.find(({ id }) => id === spanIdOf(1)), steps.find(({ id }) => id === spanIdOf(30))];
  expect(first).toMatchObject({ isLater: false, input: texts[0] });
  expect(last).toMatchObject({ isLater: true, input: null });
  expect(await getStepTextsOrThrow(workspace.owner, traceOf(4), spanIdOf(30))).toEqual({
    input: texts[29],
    output: null,
  });
  await expect(getStepTextsOrThrow(workspace.owner, traceOf(4), spanIdOf(31))).rejects.toMatchObject({
    code: "not_found",
  });
});

it("a person's own views are listed however many others share", async () => {
  const { workspaceId } = workspace;
  for (let n = 0; n < 3; n++) {
    const other = await createTestMember(workspaceId, "admin");
    for (let view = 0; view < 50; view++)
      await saveView(other, { name: `view ${view}`, query: "version=1", isShared: true });
  }
  await saveView(workspace.owner, { name: "mine", query: "version=2", isShared: false });
  expect((await listSavedViews(workspace.owner)).filter(({ isMine }) => isMine)).toMatchObject([{ name: "mine" }]);
});

it("the shared view of a removed member stays until an admin removes it; nobody sees their own ones", async () => {
  const { workspaceId, owner } = workspace;
  const [gone, admin, editor] = await Promise.all(
    (["editor", "admin", "editor"] as const).map((role) => createTestMember(workspaceId, role)),
  );
  if (!gone || !admin || !editor) throw new Error("There are no members.");
  const { id } = await saveView(gone, { name: "shared by gone", query: "version=1", isShared: true });
  await saveView(gone, { name: "private of gone", query: "userId=u_1", isShared: false });
  await prisma().savedView.deleteMany({ where: { workspaceId, name: { startsWith: "view " } } });
  await removeMember(owner, { id: gone.userId });
  const names = (await listSavedViews(editor)).map(({ name }) => name);
  expect(names).toEqual(["shared by gone"]);
  await expect(removeView(editor, { id })).rejects.toMatchObject({ code: "forbidden" });
  await removeView(admin, { id });
  expect(await listSavedViews(editor)).toEqual([]);
});
