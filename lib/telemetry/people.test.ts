import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { countPeople } from "./people";

const hashOf = (user: number) => createHash("sha256").update(`u_${user}`).digest().readBigInt64BE();
const dayOf = (from: number, to: number, kept: number) =>
  Array.from({ length: to - from }, (_, n) => hashOf(from + n))
    .sort((a, b) => (a < b ? -1 : 1))
    .slice(0, kept);

it("counts people once over several days, exactly if there are few", () => {
  expect(countPeople([], 1_024)).toBe(0);
  expect(countPeople([dayOf(0, 10, 1_024), dayOf(5, 25, 1_024)], 1_024)).toBe(25);
});

it("estimates many people within some percent", () => {
  const people = countPeople([dayOf(0, 20_000, 1_024), dayOf(10_000, 50_000, 1_024), dayOf(0, 30, 1_024)], 1_024);
  expect(Math.abs(people / 50_000 - 1)).toBeLessThan(0.1);
});
