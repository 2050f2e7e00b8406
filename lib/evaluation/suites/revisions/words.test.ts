import { expect, test } from "vitest";
import { revisionWords } from "./words";

const nothing = { revision: 1, by: null, at: null, action: null, added: 0, removed: 0, replaced: 0 };

test("a revision describes its changes", () => {
  expect(revisionWords({ ...nothing, replaced: 1 })).toBe("1 case changed");
  expect(revisionWords({ ...nothing, replaced: 3, added: 1, removed: 2 })).toBe("3 cases changed, 1 added, 2 removed");
  expect(revisionWords({ ...nothing, added: 1200, action: "suite.import" })).toBe("1,200 cases added, by import");
  expect(revisionWords(nothing)).toBe("No case changed");
});
