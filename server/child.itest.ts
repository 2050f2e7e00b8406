/** @module-tag slow */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";

const start = (part: string) => {
  const program = `
    import { runChild } from "./server/child.ts";
    ${part}`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  return spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
};

it("a process with nothing open, as a worker whose database is away, lives until it is stopped", async () => {
  const child = start("runChild({ open: async () => {}, stop: async () => {} });");
  const ended = once(child, "exit");
  expect((await once(child, "message"))[0]).toEqual({ type: "hello" });
  child.send({ type: "open", settings: {}, serverUrl: "http://localhost", studio: null });
  expect((await once(child, "message"))[0]).toEqual({ type: "up" });
  expect(await Promise.race([ended, sleep(1_000, "alive")])).toBe("alive");
  child.send({ type: "stop", withinMs: 100 });
  expect(await ended).toEqual([0, null]);
});

it("a process whose supervisor is gone ends, although its database never answers", async () => {
  const child = start(`
    setInterval(() => {}, 1_000);
    runChild({ open: async () => {}, stop: () => new Promise(() => {}) });`);
  const ended = once(child, "exit");
  expect((await once(child, "message"))[0]).toEqual({ type: "hello" });
  child.disconnect();
  expect(await ended).toEqual([1, null]);
});
