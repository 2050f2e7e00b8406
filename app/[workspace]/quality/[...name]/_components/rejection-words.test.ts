import { expect, test } from "vitest";
import { groupTitle, idsForLink, suiteNameOf, versionWords } from "./rejection-words";

test("a group is called by its words", () => {
  expect(groupTitle({ words: ["refund", "days"] }, false)).toBe("refund, days");
  expect(groupTitle({ words: [] }, false)).toBe("Everything else");
  expect(groupTitle({ words: [] }, true)).toBe("All rejected answers");
  expect(suiteNameOf("support/reply", "refund, days")).toBe("support/reply: refund, days");
  expect(suiteNameOf("support/reply", "Everything else")).toBe("support/reply: everything else");
  expect(suiteNameOf("a".repeat(99), "refund")).toHaveLength(100);
});

test("tells which versions answered", () => {
  expect(versionWords([{ version: 2, count: 9 }])).toBe("v2");
  const versions = [4, 3, 2, 1].map((version) => ({ version, count: version * 10 }));
  expect(versionWords(versions)).toBe("v4 40, v3 30, v2 20");
});

test("a link holds no more ids than an address can", () => {
  expect(idsForLink(["a", "b,c", "d"])).toEqual(["a", "d"]);
  expect(idsForLink(Array.from({ length: 100 }, (_, at) => `${at}`.padStart(200, "0"))).length).toBeLessThan(20);
});
