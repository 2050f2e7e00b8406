import { expect, test } from "vitest";
import type { ImportPlanItem } from "./plan-items";
import { planWords, versionWords } from "./plan-words";

const item = (more: Partial<ImportPlanItem>) =>
  ({
    action: "update",
    versions: [4],
    latestVersion: 3,
    returnsTo: null,
    summary: "",
    problems: [],
    ...more,
  }) as ImportPlanItem;

test("versions are named by the first and the last", () => {
  expect([[], [4], [4, 5, 6]].map(versionWords)).toEqual(["", "v4", "v4 to v6"]);
});

test("an import says what it does with a prompt", () => {
  expect(planWords(item({ action: "create", versions: [1], latestVersion: null }))).toBe("v1");
  expect(planWords(item({ action: "create", versions: [1, 2], latestVersion: null }))).toBe("2 versions, v1 to v2");
  expect(planWords(item({ action: "unchanged" }))).toBe("Same as v3");
  expect(planWords(item({ summary: "1 message" }))).toBe("v4 after v3: 1 message");
  expect(planWords(item({ returnsTo: 1 }))).toBe("v4 after v3, which brings back the text of v1");
  expect(
    planWords(item({ action: "refused", problems: [{ message: "No name." }] as ImportPlanItem["problems"] })),
  ).toBe("No name.");
});
