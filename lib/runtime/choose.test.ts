import { expect, test } from "vitest";
import { sampleRatioMismatch } from "@/lib/experiments/statistics";
import { choose, toHoldback } from "./choose";

const control = toHoldback({ seed: "a seed", share: 0.1, until: 0 }, "v1", 1_000);
const entry = { served: "v2", isPinned: false, experiment: null, control };
const users = Array.from({ length: 20_000 }, (_, n) => `u_${n}`);
const servedTo = (now: number, input = entry) =>
  users.filter((userId) => choose(input, { userId }, now).served === "v1");

test("a share of users keeps the previous version, the same users each time, with its reason", () => {
  const kept = servedTo(0);
  expect(sampleRatioMismatch([kept.length, users.length - kept.length], [0.1, 0.9]).mismatch).toBe(false);
  expect(servedTo(999)).toEqual(kept);
  expect(choose(entry, { userId: kept[0] }, 0)).toEqual({
    served: "v1",
    assignment: { reason: "release", experimentId: null, variant: "control" },
    exposure: null,
  });
});

test("after its end all users get the released version, as do calls without a user", () => {
  expect(servedTo(1_000)).toEqual([]);
  expect(choose(entry, {}, 0)).toMatchObject({ served: "v2", assignment: { variant: null } });
});

test("another seed selects other users", () => {
  const other = { ...entry, control: toHoldback({ seed: "another seed", share: 0.1, until: 0 }, "v1", 1_000) };
  const kept = new Set(servedTo(0));
  const both = servedTo(0, other).filter((user) => kept.has(user)).length;
  expect(both).toBeGreaterThan(120); // 200 of 20,000 are expected by chance
  expect(both).toBeLessThan(280);
});
