import { beforeEach, expect, test } from "vitest";
import { EpochLedger } from "./epoch-ledger";
import { type CachedEntry, MemoryCache } from "./memory-cache";

let ledger: EpochLedger;
let cache: MemoryCache<string>;
beforeEach(() => {
  ledger = new EpochLedger(() => 0);
  cache = new MemoryCache(10_000);
});

const entry = (epoch: number, value = `value ${epoch}`): CachedEntry<string> => ({
  state: ledger.of("e"),
  epoch,
  subjects: ["p"],
  expiresAt: 0,
  value,
});

test("refuses an entry that has changed since it was read", () => {
  ledger.note("e", 5);
  expect(cache.set("k", entry(4), 10)).toBe(false); // the changes up to 5 are unknown
  expect(cache.get("k")).toBeUndefined();
  expect(cache.set("k", entry(5), 10)).toBe(true);
  ledger.note("e", 6, ["p"]);
  expect(cache.set("k", entry(5, "again"), 10)).toBe(false);
  expect(cache.get("k")?.value).toBe("value 5"); // kept, for an outage
  ledger.note("e", 7, ["q"]);
  expect(cache.set("k", entry(6), 10)).toBe(true);
});

test("does not replace a later entry; a forged epoch does not block entries", () => {
  ledger.note("e", 5);
  ledger.note("e", 6, ["q"]);
  cache.set("k", entry(6), 10);
  expect(cache.set("k", entry(5), 10)).toBe(false);
  cache.set("other", entry(2_000_000_000), 10);
  expect(cache.set("other", entry(6), 10)).toBe(true);
  expect(cache.get("other")?.value).toBe("value 6");
});

test("refuses entries of an environment that was removed", () => {
  const late = entry(9);
  ledger.retire("e");
  expect(cache.set("k", late, 10)).toBe(false);
});

test("stays within its size, and evicts the least recently used", () => {
  for (let index = 0; index < 5; index++) cache.set(`k${index}`, entry(1), 1_500);
  expect(cache.entries).toBe(5);
  cache.get("k0");
  cache.set("k5", entry(1), 1_500);
  expect(cache.bytes).toBeLessThanOrEqual(10_000);
  expect(cache.get("k0")).toBeDefined();
  expect(cache.get("k1")).toBeUndefined();
});

test("counts the growth of an entry, and refuses one larger than the cache", () => {
  const big = entry(1);
  cache.set("big", big, 100);
  const before = cache.bytes;
  cache.grow("big", big, 4_000);
  expect(cache.bytes).toBe(before + 4_000);
  cache.grow("big", entry(1), 4_000); // the entry was replaced, so this is not counted
  expect(cache.bytes).toBe(before + 4_000);
  cache.grow("big", big, 20_000);
  expect(cache.bytes).toBe(0);
  cache.set("huge", entry(1), 20_000);
  expect(cache.get("huge")).toBeUndefined();
});
