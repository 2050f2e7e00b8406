import { expect, test } from "vitest";
import { namesOf, nextWords, openRemarkWords, stateWords } from "./change-words";

const person = (name: string) => ({ kind: "user" as const, id: name, name });
const request = {
  status: "waiting" as const,
  approvals: { have: 0, required: 2 },
  approvedBy: [],
  blockedBy: [],
  version: 5,
  environment: "production",
  liveVersion: 4,
  baseVersion: 4,
  nextStep: null,
  author: person("Mara"),
  versionAuthor: person("Mara"),
};

test("names are joined as a list", () => {
  expect(namesOf([])).toBe("");
  expect(namesOf([person("Ana")])).toBe("Ana");
  expect(namesOf(["Ana", "Ben", "Cleo"].map(person))).toBe("Ana, Ben and Cleo");
});

test.each([
  [{}, "Waiting for 2 approvals."],
  [{ approvals: { have: 1, required: 2 } }, "1 of 2 approvals. Waiting for 1 more."],
  [{ approvals: { have: 0, required: 0 } }, "Waiting for a review."],
  [{ status: "approved" as const, approvedBy: [person("Ana")] }, "Ana approved."],
  [{ status: "changes_requested" as const, blockedBy: ["Ana", "Ben"].map(person) }, "Ana and Ben requested changes."],
  [{ status: "out_of_date" as const }, "Production has changed since this was requested."],
  [{ status: "released" as const }, "v5 was promoted to production."],
])("describes its state: %o", (more, words) => {
  expect(stateWords({ ...request, ...more })).toBe(words);
});

test("states who must do what next", () => {
  expect(nextWords(request)).toBe("Someone other than Mara who can promote to production reviews it.");
  expect(nextWords({ ...request, versionAuthor: person("Jonas"), approvals: { have: 0, required: 0 } })).toBe(
    "Someone other than Mara and Jonas who can promote to production reviews it. Production does not require a review.",
  );
  expect(nextWords({ ...request, status: "out_of_date", liveVersion: 6 })).toContain("v6 is live now");
  expect(nextWords({ ...request, status: "changes_requested", nextStep: "amend" })).toContain("replace v5 with it");
  expect(nextWords({ ...request, status: "released", liveVersion: 5 })).toBe("It is live now.");
});

test("comments and suggestions are counted apart", () => {
  expect(openRemarkWords({ openComments: 2, openSuggestions: 1 })).toBe("2 open comments and 1 open suggestion");
  expect(openRemarkWords({ openComments: 0, openSuggestions: 3 })).toBe("3 open suggestions");
  expect(openRemarkWords({ openComments: 0, openSuggestions: 0 })).toBe("");
});
