import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { revokeApiKey } from "@/lib/auth/commands/api-keys";
import { prisma } from "@/lib/core/db";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { endStreams, streamCounts } from "@/lib/runtime/bundle/streams";
import { startRuntime, stopRuntime } from "@/lib/runtime/start";
import { type Mount, mountAheadOfNext, mounts } from "@/lib/testing/api";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { readEvents, type StreamEvent } from "@/packages/client/src/sse";

let mount: Mount;
let workspace: TestWorkspace;
const open: AbortController[] = [];

beforeAll(async () => {
  startRuntime();
  mount = await mountAheadOfNext();
  workspace = await createTestWorkspace();
  await createLivePrompt(workspace.owner, "live/a", 3);
  await createLivePrompt(workspace.owner, "live/b", 3);
});
afterEach(() => {
  for (const one of open.splice(0)) one.abort();
});
afterAll(async () => {
  await mount.stop();
  await stopRuntime();
});

/** Follows a stream. `events` grows; comments are only counted. */
async function follow(query = "", headers: Record<string, string> = {}, key = workspace.runtimeKeys.production) {
  const control = new AbortController();
  open.push(control);
  const response = await mount.send(`/api/v1/stream${query}`, {
    headers: { authorization: `Bearer ${key}`, ...headers },
    signal: control.signal,
  });
  const events: (StreamEvent & { json: ReturnType<typeof JSON.parse> })[] = [];
  let comments = 0;
  const ended = (async () => {
    if (!response.ok || !response.body) return;
    for await (const event of readEvents(response.body, () => {}))
      if (event.event === "comment") comments++;
      else events.push({ ...event, json: JSON.parse(event.data) });
  })().catch(() => {});
  const next = (count: number) =>
    vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(count), { timeout: 10_000, interval: 10 });
  if (response.ok) await next(1);
  return { response, events, next, ended, heartbeats: () => comments, close: () => control.abort() };
}

const release = (name: string, version: number) =>
  promoteVersion(workspace.owner, { name, version, environment: "production" });

describe("a stream", () => {
  it("answers HEAD with its headers, and opens nothing", async () => {
    const before = streamCounts().open;
    const authorization = `Bearer ${workspace.runtimeKeys.production}`;
    const head = await mount.send("/api/v1/stream", { method: "HEAD", headers: { authorization } });
    expect([head.status, head.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
    expect((await mount.send("/api/v1/stream", { method: "HEAD" })).status).toBe(401);
    expect(streamCounts().open).toBe(before);
  });

  it("starts with the current bundle, then sends only the changed prompt", async () => {
    const { response, events, next } = await follow();
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    expect(events[0]?.json).toMatchObject({ next: "bundle", heartbeatMs: 15_000 });
    await release("live/a", 2);
    await next(2);
    expect(events[1]).toMatchObject({ event: "change", id: events[1]?.json.to });
    expect(events[1]?.json).toMatchObject({ from: events[0]?.json.hash, removed: [] });
    expect(events[1]?.json.prompts).toMatchObject([{ name: "live/a", version: 2 }]);
    await rollBackPrompt(workspace.owner, { name: "live/a", environment: "production" });
    await next(3);
    expect(events[2]?.json).toMatchObject({ from: events[1]?.json.to, prompts: [{ name: "live/a", version: 1 }] });
  });

  it("sends missed changes after a reconnection with the last id", async () => {
    const first = await follow();
    const hash: string = first.events[0]?.json.hash;
    first.close();
    await release("live/b", 2);
    await release("live/b", 3);
    const back = await follow("", { "last-event-id": hash });
    await back.next(2);
    expect(back.events[0]?.json.next).toBe("change");
    expect(back.events[1]?.json).toMatchObject({ from: hash, prompts: [{ name: "live/b", version: 3 }] });
    const current = await follow("", { "last-event-id": back.events[1]?.json.to });
    expect(current.events[0]?.json.next).toBeNull();
    const lost = await follow("", { "last-event-id": "f".repeat(64) });
    expect(lost.events[0]?.json.next).toBe("bundle");
    const odd = await follow("", { "last-event-id": "not a hash" });
    expect(odd.events[0]?.json.next).toBe("bundle");
  });

  it("sends only the prompts of the requested folder", async () => {
    await createLivePrompt(workspace.owner, "other/c", 2);
    const { events, next } = await follow("?folder=other");
    await release("live/a", 3);
    await release("other/c", 2);
    await next(2);
    expect(events).toHaveLength(2);
    expect(events[1]?.json.prompts).toMatchObject([{ name: "other/c", version: 2 }]);
  });

  it("of another workspace or environment gets no change", async () => {
    const stranger = await createTestWorkspace();
    const theirs = await follow("", {}, stranger.runtimeKeys.production);
    const staging = await follow("", {}, workspace.runtimeKeys.staging);
    const mine = await follow();
    await release("live/a", 1);
    await mine.next(2);
    expect(theirs.events).toHaveLength(1);
    expect(staging.events).toHaveLength(1);
  });

  it("ends within five seconds when its key is revoked, and only then", async () => {
    const other = await createTestWorkspace();
    const bystander = await follow();
    const { events, ended } = await follow("", {}, other.runtimeKeys.production);
    const key = await prisma().apiKey.findFirstOrThrow({
      where: { workspaceId: other.workspaceId, name: "runtime production" },
    });
    const before = performance.now();
    await revokeApiKey(other.owner, { id: key.id });
    await ended;
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(events.at(-1)).toMatchObject({ event: "end", json: { code: "unauthorized" } });
    expect(bystander.events.at(-1)?.event).toBe("hello");
    const again = await follow("", {}, other.runtimeKeys.production);
    expect(again.response.status).toBe(401);
  });

  it("also ends if another process revoked the key and no hint arrived", { tags: ["slow"] }, async () => {
    const other = await createTestWorkspace();
    const { ended } = await follow("", {}, other.runtimeKeys.production);
    const before = performance.now();
    await prisma().apiKey.updateMany({ where: { workspaceId: other.workspaceId }, data: { revokedAt: new Date() } });
    await ended;
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it("sends a heartbeat every 15 seconds, and the first one earlier", { tags: ["slow"], timeout: 40_000 }, async () => {
    const { heartbeats } = await follow();
    const since = performance.now();
    await vi.waitFor(() => expect(heartbeats()).toBe(1), { timeout: 16_000, interval: 50 });
    const first = performance.now();
    expect(first - since).toBeLessThan(15_500);
    await vi.waitFor(() => expect(heartbeats()).toBe(2), { timeout: 17_000, interval: 50 });
    expect(performance.now() - first).toBeGreaterThan(14_000);
  });

  it("has the same errors as resolve", async () => {
    const none = await mount.send("/api/v1/stream");
    expect([none.status, (await none.json()).code]).toEqual([401, "missing_api_key"]);
    const staging = await follow("?environment=staging");
    expect([staging.response.status, (await staging.response.json()).code]).toEqual([403, "environment_not_allowed"]);
    const unknown = await follow("?what=1");
    expect((await unknown.response.json()).code).toBe("unrecognized_keys");
  });

  it("ends with a last event if the process stops, and leaves nothing open", async () => {
    const streams = await Promise.all([follow(), follow(), follow()]);
    expect(streamCounts().open).toBe(3);
    endStreams();
    await Promise.all(streams.map(({ ended }) => ended));
    for (const { events } of streams) expect(events.at(-1)).toMatchObject({ event: "end", json: { code: "restart" } });
    expect(streamCounts().open).toBe(0);
    const gone = await follow();
    gone.close();
    await vi.waitFor(() => expect(streamCounts().open).toBe(0));
  });
});

it("is not available on a serverless host", async () => {
  const inside = await mounts[1]?.start();
  if (!inside) throw new Error("there is no mount inside Next");
  const headers = { authorization: `Bearer ${workspace.runtimeKeys.production}` };
  const response = await inside.send("/api/v1/stream", { headers });
  expect([response.status, (await response.json()).code]).toEqual([501, "stream_not_available"]);
});
