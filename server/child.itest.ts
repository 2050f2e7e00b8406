/** @module-tag slow */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

it("a process whose supervisor is gone ends, although its database never answers", async () => {
  const program = `
    import { runChild } from "./server/child.ts";
    setInterval(() => {}, 1_000);
    runChild({ open: async () => {}, stop: () => new Promise(() => {}) });`;
  const args = ["--import", "tsx", "--input-type=module", "--eval", program];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(child, "exit");
  expect((await once(child, "message"))[0]).toEqual({ type: "hello" });
  child.disconnect();
  expect(await ended).toEqual([1, null]);
});
