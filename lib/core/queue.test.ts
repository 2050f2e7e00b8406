import { expect, test } from "vitest";
import { createQueue } from "./queue";

const options = { atOnce: 2, mostWaiting: 3, refuse: () => new Error("full") };

test("runs a few at the same time, in order, and refuses work beyond its length", async () => {
  const queue = createQueue(options);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const start = (index: number) =>
    queue.run(() => {
      begun.push(index);
      return new Promise<number>((done) => ends.push(() => done(index)));
    });
  const all = [0, 1, 2, 3, 4].map(start);
  await expect(start(5)).rejects.toThrow("full");
  expect(begun).toEqual([0, 1]);
  for (let index = 0; index < 5; index++) {
    ends[index]?.();
    await all[index];
    expect(begun.length).toBe(Math.min(5, index + 3));
  }
  expect(await Promise.all(all)).toEqual([0, 1, 2, 3, 4]);
  const again = start(6);
  expect(begun.at(-1)).toBe(6);
  ends.at(-1)?.();
  expect(await again).toBe(6);
});

test("starts the next one after a failure", async () => {
  const queue = createQueue({ ...options, atOnce: 1 });
  const failed = queue.run(() => Promise.reject(new Error("it broke")));
  const next = queue.run(() => Promise.resolve("done"));
  await expect(failed).rejects.toThrow("it broke");
  expect(await next).toBe("done");
});
