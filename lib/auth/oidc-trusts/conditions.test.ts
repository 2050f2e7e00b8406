import { describe, expect, it } from "vitest";
import { conditionFault, githubIssuer, unmetCondition } from "./conditions";

const of = (conditions: Record<string, string>) =>
  Object.entries(conditions).map(([claim, value]) => ({ claim, value }));
const unmet = (conditions: Record<string, string>, claims: Record<string, unknown>) =>
  unmetCondition(of(conditions), claims)?.claim ?? null;

describe("conditions of a trust", () => {
  it.each<Record<string, string>>([
    { repository: "acme/shop" },
    { repository: "acme/*" },
    { repository_id: "4711" },
    { repository_owner: "acme", ref: "*" },
    { sub: "repo:acme/shop:*" },
  ])("GitHub: %j identifies the owner of the repository", (conditions) => {
    expect(conditionFault(githubIssuer, of(conditions))).toBeNull();
  });

  it.each<Record<string, string>>([
    { repository: "*/shop" },
    { repository: "*" },
    { repository: "ac*/shop" },
    { repository: "acme" },
    { repository_id: "4*" },
    { sub: "repo:*" },
    { ref: "refs/heads/main" },
    {},
  ])("GitHub: %j can be met by others and is refused", (conditions) => {
    expect(conditionFault(githubIssuer, of(conditions))).toContain("every repository");
  });

  it("another issuer: one condition starts with a fixed text", () => {
    expect(conditionFault("https://ci.example", of({ sub: "*" }))).toContain("fixed text");
    expect(conditionFault("https://ci.example", of({ sub: "*", project_path: "acme/shop" }))).toBeNull();
    expect(conditionFault("https://ci.example", of({ aud: "x" }))).toContain("aud");
    expect(conditionFault("https://ci.example", [...of({ sub: "a" }), ...of({ sub: "b" })])).toContain("two");
  });
});

describe("the claims of a token", () => {
  it("must meet every condition", () => {
    const claims = { repository: "acme/shop", ref: "refs/heads/release/7", run_attempt: 2, fork: false };
    expect(unmet({ repository: "acme/shop", ref: "refs/heads/release/*" }, claims)).toBeNull();
    expect(unmet({ repository: "acme/shop", ref: "refs/heads/main" }, claims)).toBe("ref");
    expect(unmet({ repository: "Acme/shop" }, claims)).toBe("repository");
    expect(unmet({ repository: "acme/*", environment: "*" }, claims)).toBe("environment");
    expect(unmet({ run_attempt: "2", fork: "false" }, claims)).toBeNull();
    expect(unmet({ repository: "acme/*shop" }, claims)).toBeNull();
    expect(unmet({ repository: "acme/shop*shop" }, claims)).toBe("repository");
    expect(unmet({ repository: "a*e/*o*" }, claims)).toBeNull();
    expect(unmet({ toString: "*" }, claims)).toBe("toString");
  });

  it("a list meets a condition by one of its values; an object never does", () => {
    expect(unmet({ groups: "ci" }, { groups: ["dev", "ci"] })).toBeNull();
    expect(unmet({ groups: "*" }, { groups: [] })).toBe("groups");
    expect(unmet({ groups: "*" }, { groups: { ci: true } })).toBe("groups");
  });

  it("is fast with a malicious pattern", () => {
    const text = "a".repeat(10_000);
    expect(unmet({ sub: `${"a*".repeat(140)}b` }, { sub: text })).toBe("sub");
  });
});
