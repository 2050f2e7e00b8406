import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { watchBlocking } from "@/lib/testing/blocked";
import { createWorkPool } from "./pool";
import type { WorkPool } from "./task";

// The entry of a thread with this test's own tasks, which are defined in its file.
const folder = mkdtempSync(join(tmpdir(), "understudy-pool-"));
const file = join(folder, "entry.mjs");
const here = new URL(".", import.meta.url).href;
writeFileSync(
  file,
  `import { register } from ${JSON.stringify(import.meta.resolve("tsx/esm/api"))};
register();
const { serveTasks } = await import(${JSON.stringify(`${here}serve-tasks.ts`)});
const spin = (ms) => { const until = performance.now() + ms; while (performance.now() < until); };
export default serveTasks([
  { name: "echo", work: (input) => input },
  { name: "spin", work: ({ ms }) => { spin(ms); return "spun"; } },
  { name: "for ever", work: () => { for (;;); } },
  { name: "much memory", work: () => { const all = []; for (;;) all.push(new Array(1_000).fill(Math.random())); } },
  { name: "throws", work: () => { throw new Error("not expected"); } },
]);
`,
);
afterAll(() => rmSync(folder, { recursive: true }));

let pool: WorkPool;
afterEach(() => pool.stop());
const start = (settings = {}) => {
  pool = createWorkPool({ entry: pathToFileURL(file), threads: 2, ...settings });
};
const task = (name: string, cpuMs = 150) => ({
  name,
  cpuMs,
  tooSlow: { code: "scorer_too_slow" as const, message: "too slow" },
});
const run = (name: string, input: unknown, workspaceId = "a", cpuMs?: number) =>
  pool.run(task(name, cpuMs), input, { workspaceId });

test("a thread returns its result, or the error of the work", async () => {
  start();
  expect(await run("echo", { some: ["data", 1, null] })).toEqual({ some: ["data", 1, null] });
  await expect(run("throws", null)).rejects.toThrow("not expected");
  await expect(run("unknown", null)).rejects.toThrow('no task "unknown"');
});

test("endless work is stopped by its processor time, while this thread continues", async () => {
  start();
  await run("echo", 0); // starts the thread
  const blocking = watchBlocking();
  const began = performance.now();
  await expect(run("for ever", null)).rejects.toMatchObject({ code: "scorer_too_slow", message: "too slow" });
  const blockedMs = blocking.stop();
  expect(performance.now() - began).toBeGreaterThanOrEqual(140);
  expect(blockedMs).toBeLessThan(100);
  expect(await run("echo", "again")).toBe("again"); // by a new thread
  expect(pool.counts()).toEqual({ running: 0, waiting: 0, ended: 1 });
});

test("a busy machine stops no work: time without a processor does not count", { tags: ["slow"] }, async () => {
  const crowd = availableParallelism() * 4;
  start({ threads: crowd });
  // Each uses 700 ms of wall time on a quarter of a processor, so none uses its 500 ms of processor time.
  const all = Array.from({ length: crowd }, (_, index) => run("spin", { ms: 700 }, `tenant ${index}`, 500));
  expect(new Set(await Promise.all(all))).toEqual(new Set(["spun"]));
});

test("unlimited memory use is stopped, and the process survives", { tags: ["slow"] }, async () => {
  start();
  const greedy = pool.run(task("much memory", 60_000), null, { workspaceId: "a" });
  await expect(greedy).rejects.toMatchObject({ code: "scorer_too_slow" });
  expect(await run("echo", 1)).toBe(1);
});

test("a thread that cannot start refuses its work immediately, and the process survives", async () => {
  const broken = join(folder, "broken.mjs");
  writeFileSync(broken, 'throw new Error("this file does not load");');
  start({ entry: pathToFileURL(broken) });
  for (let time = 0; time < 3; time++) await expect(run("echo", 1)).rejects.toMatchObject({ code: "overloaded" });
  expect(pool.counts()).toEqual({ running: 0, waiting: 0, ended: 0 });
});

test("one workspace fills only its own queue, and others do not wait", {
  tags: ["slow"],
  timeout: 120_000,
}, async () => {
  start({ waitingOfOne: 3 });
  await run("echo", 0, "innocent");
  const hostile = Array.from({ length: 6 }, () => run("for ever", null, "hostile").catch(({ code }) => code));
  for (let n = 0; n < 5; n++) expect(await run("echo", n, "innocent")).toBe(n);
  expect(pool.counts().waiting).toBeGreaterThan(0); // the items of the hostile tenant still wait
  const codes = await Promise.all(hostile);
  expect(codes.filter((code) => code === "scorer_too_slow")).toHaveLength(4); // one running, three waiting
  expect(codes.filter((code) => code === "rate_limited")).toHaveLength(2);
});

test("waiting work is refused if the pool stops", async () => {
  start();
  const running = run("spin", { ms: 5_000 }, "a", 10_000).catch(({ code }) => code);
  const waiting = run("echo", 1).catch(({ code }) => code);
  await pool.stop();
  expect(await waiting).toBe("overloaded");
  await running;
});
