import { expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time";

/** Work that ends when the test resolves it. */
function work() {
  const ends: (() => void)[] = [];
  const job = oneAtATime(() => new Promise<void>((resolve) => ends.push(resolve)));
  const end = async () => {
    ends.at(-1)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { job, end, runs: () => ends.length };
}

test("an interval during a run is skipped", async () => {
  const { job, end, runs } = work();
  job.turn();
  job.turn();
  await end();
  expect(runs()).toBe(1);
  job.turn();
  expect(runs()).toBe(2);
});

test("wake-ups during a run start one more after it", async () => {
  const { job, end, runs } = work();
  job.wake();
  job.wake();
  job.wake();
  expect(runs()).toBe(1);
  await end();
  expect(runs()).toBe(2);
  await end();
  expect(runs()).toBe(2);
});

test("nothing starts once it is stopped", async () => {
  const { job, end, runs } = work();
  job.turn();
  job.wake();
  job.stop();
  await end();
  job.turn();
  job.wake();
  expect(runs()).toBe(1);
});
