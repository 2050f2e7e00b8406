import { expect, it, vi } from "vitest";
import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { downloadFor } from "./download";

const actor = (userId: string): UserActor => ({ kind: "user", workspaceId: "w", userId, name: "Ada", role: "editor" });
const endless = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(10)) });
const failing = () => new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("broken")) });
const bodies = { endless, failing, short: () => "text", ended: () => new Blob(["text"]).stream() };
const download = downloadFor(
  z.strictObject({ body: z.enum(["endless", "failing", "short", "ended"]) }),
  async (_, { body }) => ({
    body: bodies[body](),
    headers: {},
  }),
);
const open = (body: string, userId = "ada") =>
  download(
    new Request(`http://localhost/w/export?body=${body}`),
    { params: Promise.resolve({ workspace: "w" }) },
    async () => actor(userId),
  );
const statuses = async (bodiesOf: readonly string[], userId = "ada") => {
  const answers = [];
  for (const body of bodiesOf) answers.push(await open(body, userId));
  return answers;
};

it("a person downloads four files at the same time; a file that ends, breaks or is cut off makes room", async () => {
  for (const answer of await statuses(Array.from({ length: 9 }, () => "short"))) expect(answer.status).toBe(200);
  for (let n = 0; n < 9; n++) expect(await (await open("ended")).text()).toBe("text");
  for (let n = 0; n < 9; n++) await expect((await open("failing")).text()).rejects.toThrow("broken");
  for (let n = 0; n < 9; n++) expect((await open("nothing")).status).toBe(422);
  const running = await statuses(["endless", "endless", "endless", "endless"]);
  expect(running.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect((await open("short")).status).toBe(429);
  expect((await open("short", "bo")).status).toBe(200);
  await running[0]?.body?.cancel();
  expect((await open("endless")).status).toBe(200);
  expect((await open("short")).status).toBe(429);
});

it("a file that nobody reads makes room after a minute", async () => {
  vi.useFakeTimers();
  const four = ["endless", "endless", "endless", "endless"];
  await statuses(four, "kim");
  expect((await open("short", "kim")).status).toBe(429);
  vi.advanceTimersByTime(61_000);
  expect((await open("short", "kim")).status).toBe(200);
  vi.useRealTimers();
});

it("a file that is complete, broken or cut off leaves no timer behind", async () => {
  vi.useFakeTimers();
  await (await open("ended", "lee")).text();
  await expect((await open("failing", "lee")).text()).rejects.toThrow("broken");
  const { body } = await open("endless", "lee");
  expect(vi.getTimerCount()).toBe(1);
  await body?.cancel();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
