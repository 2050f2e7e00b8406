import { expect, it } from "vitest";
import { isolateFailing } from "./isolate-failing";

const bad = new Error("unreadable");

/** Works on numbers; those in `broken` fail. Returns what was done, what was left out, and how many. */
async function isolate(numbers: readonly number[], broken: readonly number[], isOfRow = () => true) {
  const [done, left]: [number[], number[]] = [[], []];
  const count = await isolateFailing(numbers, {
    work: async (some) => {
      if (some.some((one) => broken.includes(one))) throw bad;
      done.push(...some);
    },
    isOfRow,
    leaveOut: (one) => left.push(one),
  });
  return { done, left, count };
}

it("leaves out the rows that fail and works on all others", async () => {
  expect(await isolate([1, 2, 3, 4, 5], [2, 5])).toEqual({ done: [1, 3, 4], left: [2, 5], count: 2 });
  expect(await isolate([1, 2], [])).toEqual({ done: [1, 2], left: [], count: 0 });
});

it("throws an error that no row can be the cause of", async () => {
  await expect(isolate([1, 2], [1], () => false)).rejects.toBe(bad);
  const noRows = isolateFailing([], { work: () => Promise.reject(bad), isOfRow: () => true, leaveOut: () => {} });
  await expect(noRows).rejects.toBe(bad);
});
