import { expect, test } from "vitest";
import { inBatches } from "./in-batches";

/** Writes that block until `letGo` is called. */
function heldWrites() {
  const seen: (readonly number[])[] = [];
  const held: (() => void)[] = [];
  const keep = inBatches(async (items: readonly number[]) => {
    seen.push(items);
    await new Promise<void>((done) => held.push(done));
    return items.map((item) => item * 10);
  });
  return { seen, keep, letGo: () => held.shift()?.() };
}

const settled = () => new Promise((done) => setImmediate(done));

test("entries that arrive during a write are written together, and each gets its own answer", async () => {
  const { seen, keep, letGo } = heldWrites();
  const first = keep(1);
  await settled();
  const others = [keep(2), keep(3), keep(4)];
  await settled();
  expect(seen).toEqual([[1]]);
  letGo();
  await settled();
  expect(seen).toEqual([[1], [2, 3, 4]]);
  letGo();
  expect(await Promise.all([first, ...others])).toEqual([10, 20, 30, 40]);
});

test("a single entry does not wait, and many entries are split into batches", async () => {
  const seen: number[] = [];
  const keep = inBatches(async (items: readonly number[]) => {
    seen.push(items.length);
    return items;
  });
  expect(await keep(1)).toBe(1);
  await Promise.all(Array.from({ length: 250 }, (_, item) => keep(item)));
  expect(seen).toEqual([1, 100, 100, 50]);
});

test("an invalid entry does not affect the others", async () => {
  const keep = inBatches(async (items: readonly number[]) => {
    if (items.includes(3)) throw new Error("3 cannot be written");
    return items;
  });
  const results = await Promise.allSettled([1, 2, 3, 4].map(keep));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await keep(5)).toBe(5);
});
