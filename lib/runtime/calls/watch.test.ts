import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { publish } from "@/lib/core/publish";
import { callTopics, listenForWatchers, reportCall, watchCalls, watched } from "./watch";

const call = { environment: "development", prompt: "demo/greeting", version: 1, source: "memory", ms: 0.2 } as const;

test("a page gets the calls of its workspace since its first request, newest first", () => {
  listenForWatchers();
  const [mine, other] = [randomUUID(), randomUUID()];
  reportCall(mine, call);
  expect(watchCalls(mine)).toEqual([]);
  reportCall(mine, call);
  reportCall(mine, { ...call, version: 2 });
  reportCall(other, call);
  expect(watchCalls(mine).map(({ version }) => version)).toEqual([2, 1]);
  expect(watchCalls(other)).toEqual([]);
});

test("a process reports at most about ten calls per request", () => {
  listenForWatchers();
  const workspaceId = randomUUID();
  watchCalls(workspaceId);
  for (let made = 0; made < 50; made++) reportCall(workspaceId, call);
  expect(watchCalls(workspaceId)).toHaveLength(10);
  reportCall(workspaceId, { ...call, version: 3 });
  expect(watchCalls(workspaceId)[0]?.version).toBe(3);
});

test("a workspace without requests is removed with its next call", () => {
  listenForWatchers();
  const workspaceId = randomUUID();
  watchCalls(workspaceId);
  watched.set(workspaceId, { until: performance.now() - 1, left: 10 });
  reportCall(workspaceId, call);
  expect(watched.has(workspaceId)).toBe(false);
});

test("a call that is heard twice is listed once, and a hint that is not a call is ignored", () => {
  const workspaceId = randomUUID();
  watchCalls(workspaceId);
  const seen = { ...call, id: randomUUID(), at: new Date().toISOString() };
  const [, topic] = callTopics;
  for (const payload of [{ workspaceId, seen }, { workspaceId, seen }, { workspaceId, seen: { id: "x" } }, null])
    publish(topic, JSON.stringify(payload));
  publish(topic, "{");
  expect(watchCalls(workspaceId)).toEqual([seen]);
});
