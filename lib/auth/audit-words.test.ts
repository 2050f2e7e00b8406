import { describe, expect, it } from "vitest";
import { actionWords, detailWords } from "./audit-words";

describe("audit words", () => {
  it("describes a release with its reason", () => {
    expect(detailWords({ environment: "production", from: 3, to: 4, reason: "Shorter", release: "id" })).toBe(
      "production, v3 → v4, “Shorter”",
    );
    expect(detailWords({ environment: "staging", from: null, to: 1, reason: "" })).toBe("staging, nothing → v1");
  });

  it("describes the access of a key and the lifetime of the old one", () => {
    expect(detailWords({ scope: "runtime", environments: ["staging", "production"] })).toBe(
      "runtime key, staging, production",
    );
    expect(detailWords({ from: "0198-id", overlapHours: 24 })).toBe("the old one works for 24 h more");
  });

  it("describes a change of a role", () => {
    expect(detailWords({ fromRole: "admin", toRole: "viewer", endedInvitations: 2 })).toBe(
      "admin → viewer, 2 open invitations ended",
    );
    expect(detailWords({ role: "editor", invitedBy: "Ana" })).toBe("as editor");
  });

  it("describes what a guard watches and may do, and how much is scored", () => {
    const metrics = [{ name: "completion" }, { name: "scorer:tone" }];
    expect(detailWords({ environment: "production", metrics, rollsBack: true, isEnabled: true })).toBe(
      "production, watches completion, scorer:tone, rolls back automatically",
    );
    expect(detailWords({ environment: "staging", sampleRate: 0.055, isEnabled: false })).toBe(
      "staging, switched off, 5.5 % of answers",
    );
  });

  it("describes the holdback that was ended", () => {
    expect(
      detailWords({ environment: "production", version: 3, share: 0.1, reason: "Seen enough", release: "id" }),
    ).toBe("production, 10 % of users had v3, “Seen enough”");
  });

  it("is empty without details, and names an unknown action", () => {
    expect(detailWords({})).toBe("");
    expect(detailWords(null)).toBe("");
    expect(actionWords("toString")).toBe("ToString");
    expect(actionWords("suite.add-case")).toBe("Suite: add case");
    expect(actionWords("key.revoke")).toBe("Revoked an API key");
  });
});
