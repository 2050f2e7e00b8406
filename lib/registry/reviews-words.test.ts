import { describe, expect, it } from "vitest";
import type { ReviewBlocker } from "./reviews-state";
import { blockersWords, blockerWords, refusedMoveWords } from "./reviews-words";

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
