import { describe, expect, it, test } from "vitest";
import type { ReviewBlocker } from "./reviews-state";
import {
  blockersWords,
  blockerWords,
  decisionRefusalWords,
  namesOf,
  nextWords,
  openRemarkWords,
  refusedMoveWords,
  stateWords,
} from "./reviews-words";

describe("the blockers of a change request", () => {
  it.each<[ReviewBlocker, string]>([
    [{ code: "released" }, "It is already promoted."],
    [{ code: "closed" }, "It is closed. Reopen it first."],
    [
      { code: "out_of_date", environment: "production" },
      "production has changed since this was requested. Update the request to compare it with what is live now.",
    ],
    [{ code: "changes_requested", by: "Ana" }, "Ana asked for changes."],
    [{ code: "approvals_missing", count: 1 }, "One approval is missing."],
    [{ code: "approvals_missing", count: 2 }, "2 approvals are missing."],
  ])("%j", (blocker, sentence) => {
    expect(blockerWords(blocker)).toBe(sentence);
  });

  it("are one text if there are several", () => {
    expect(
      blockersWords([
        { code: "changes_requested", by: "Ana" },
        { code: "approvals_missing", count: 1 },
      ]),
    ).toBe("Ana asked for changes. One approval is missing.");
  });
});

describe("a refused release says what to do", () => {
  const move = { name: "support/reply", version: 7, environment: { name: "production", requiredApprovals: 1 } };

  it("if no change request exists", () => {
    const refusal = { code: "approval_required", reason: "not_asked" } as const;
    const end = "Ask for a review of v7 of support/reply; once approved, it can be released.";
    expect(refusedMoveWords(refusal, move)).toBe(`production requires an approval. ${end}`);
    const two = { ...move, environment: { name: "production", requiredApprovals: 2 } };
    expect(refusedMoveWords(refusal, two)).toBe(`production requires 2 approvals. ${end}`);
  });

  it("if its change request is open", () => {
    const blockers = [{ code: "approvals_missing", count: 1 }] as const;
    expect(refusedMoveWords({ code: "approval_required", reason: "blocked", request: 12, blockers }, move)).toBe(
      "production requires an approval. Change request 12 for v7 of support/reply: One approval is missing.",
    );
  });

  it("if it goes back to a version that was never live", () => {
    expect(refusedMoveWords({ code: "invalid_state", reason: "never_live" }, move)).toBe(
      "v7 of support/reply was never live in production, which requires approvals. Ask for a review of it instead.",
    );
  });
});

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

test("a person is told why they may not decide", () => {
  const decision = { version: 5, environment: "production", role: "editor" };
  expect(decisionRefusalWords("own_request", decision)).toContain("You requested this review");
  expect(decisionRefusalWords("own_version", decision)).toBe("You wrote v5, so another person must approve it.");
  expect(decisionRefusalWords("no_permission", decision)).toBe(
    "Your role, editor, may not promote to production. You can comment.",
  );
  expect(decisionRefusalWords("out_of_date", decision)).toBe("Update it first.");
});
