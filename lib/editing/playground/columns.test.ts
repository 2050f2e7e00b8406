import fc from "fast-check";
import { expect, test } from "vitest";
import { firstColumns, mostColumns, readColumns, writeColumns } from "./columns";

const name = fc.string({ minLength: 1, unit: "grapheme-ascii" });
const column = fc.record({
  version: fc.integer({ min: 1, max: 999_999_999 }),
  model: fc.option(fc.record({ provider: name, name })),
});

test("columns are written to the URL and read back unchanged", () => {
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: mostColumns }), (columns) => {
      expect(readColumns(writeColumns(columns))).toEqual(columns);
    }),
  );
});

test("a URL without columns has none; at most four are read", () => {
  for (const text of [undefined, "", "0", "x,y", "5:", "%", "5:%/x"]) expect(readColumns(text)).toBeNull();
  expect(readColumns("1,2,3,4,5,6")).toHaveLength(mostColumns);
  expect(readColumns("nonsense,7")).toEqual([{ version: 7, model: null }]);
});

test("by default the live version is next to the newest", () => {
  const versions = (latest: number, live?: number) => firstColumns(latest, live).map(({ version }) => version);
  expect(versions(6, 4)).toEqual([4, 6]);
  expect(versions(6, 6)).toEqual([5, 6]);
  expect(versions(6)).toEqual([5, 6]);
  expect(versions(1, 1)).toEqual([1]);
});

test("by default they use the offline model while no provider is connected", () => {
  const standIn = { provider: "offline", name: "understudy-offline" };
  expect(firstColumns(2, 1, standIn).map(({ model }) => model)).toEqual([standIn, standIn]);
  expect(firstColumns(2, 1).map(({ model }) => model)).toEqual([null, null]);
});
