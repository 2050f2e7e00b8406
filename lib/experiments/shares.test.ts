import { expect, test } from "vitest";
import { shareOfVersions } from "./shares";

test("everyone takes part: the shares of the experiment", () => {
  expect(
    shareOfVersions(2, 1, [
      { version: 3, share: 0.1 },
      { version: 2, share: 0.9 },
    ]),
  ).toEqual([
    { version: 2, share: 0.9 },
    { version: 3, share: 0.1 },
  ]);
});

test("those outside the experiment get the live version", () => {
  const half = [
    { version: 2, share: 0.5 },
    { version: 3, share: 0.5 },
  ];
  expect(shareOfVersions(2, 0.25, half)).toEqual([
    { version: 2, share: 0.875 },
    { version: 3, share: 0.125 },
  ]);
  expect(shareOfVersions(1, 0.25, half)[0]).toEqual({ version: 1, share: 0.75 });
});

test("the same text under two keys is one version", () => {
  const same = [
    { version: 1, share: 0.5 },
    { version: 1, share: 0.5 },
  ];
  expect(shareOfVersions(1, 1, same)).toEqual([{ version: 1, share: 1 }]);
});
