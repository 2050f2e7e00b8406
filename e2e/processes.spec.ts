import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { apiCall, expect, test } from "./support/fixtures";
import { startServer } from "./support/server";

/** Returns the processes of an instance by role. */
function processesOf(pid: number): Record<string, number[]> {
  const rows = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(pid)], { encoding: "utf8" }).split("\n");
  const found: Record<string, number[]> = { runtime: [], studio: [], worker: [] };
  for (const row of rows) {
    const part = /\/(runtime|studio|worker)\.js$/.exec(row.trim())?.[1];
    if (part) found[part]?.push(Number(row.trim().split(" ")[0]));
  }
  return found;
}

test("a crash of the studio or the worker affects no resolve, and both restart", { tag: "@slow" }, async () => {
  test.setTimeout(180_000);
  const server = await startServer({
    env: { RUNTIME_PROCESSES: "2", UNDERSTUDY_SEED: "empty", SHUTDOWN_GRACE_SECONDS: "0" },
  });
  try {
    const { apiKeys } = server.credentials;
    const manage = apiCall(server.url, apiKeys.manage);
    const content = { type: "chat", messages: [{ role: "user", content: "Hello." }] };
    expect((await manage("POST", "/prompts", { name: "support/reply", content })).status).toBe(201);
    const move = { version: 1, environment: "staging", reason: "to be asked for" };
    expect((await manage("POST", "/prompts/support%2Freply/promote", move)).status).toBe(200);
    const resolve = () =>
      fetch(`${server.url}/api/v1/prompts/resolve?name=support%2Freply`, {
        headers: { authorization: `Bearer ${apiKeys.runtime.staging}` },
      }).then(
        ({ status }) => status,
        (error: Error) => `${error.message}: ${error.cause}`,
      );
    const page = () => fetch(`${server.url}/sign-in`).then(({ status }) => status);
    expect(await resolve()).toBe(200);

    const statuses: (number | string)[] = [];
    let isOver = false;
    const asking = (async () => {
      for (; !isOver; await sleep(10)) statuses.push(await resolve()); // limits the load for other tests
    })();
    const before = processesOf(server.pid);
    expect(before).toEqual({
      runtime: [expect.any(Number), expect.any(Number)],
      studio: [expect.any(Number)],
      worker: [expect.any(Number)],
    });
    process.kill(before.studio?.[0] as number, "SIGKILL");
    process.kill(before.worker?.[0] as number, "SIGKILL");
    await expect.poll(page).toBe(503);
    await expect.poll(page, { timeout: 60_000 }).toBe(200);
    await expect.poll(() => processesOf(server.pid).worker, { timeout: 60_000 }).toHaveLength(1);
    isOver = true;
    await asking;
    expect(statuses.length).toBeGreaterThan(100);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(processesOf(server.pid).runtime).toEqual(before.runtime);
  } finally {
    await server.stop();
  }
  expect(server.output()).toContain("Stopped.");
});
