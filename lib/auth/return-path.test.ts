import { describe, expect, it } from "vitest";
import { safeReturnPath, writeRequestedPath } from "./return-path";

describe("the path after signing in", () => {
  it.each([
    [undefined, "/"],
    ["", "/"],
    ["/acme/prompts?q=a#b", "/acme/prompts?q=a#b"],
    [["/a", "/b"], "/a"],
    ["http://localhost:3000/acme", "/acme"],
    ["https://evil.example/acme", "/acme"],
    ["//evil.example/acme", "/acme"],
    ["/\\evil.example/acme", "/acme"],
    ["/.//evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["data:text/html,x", "/"],
    ["http://[", "/"],
    ["/sign-in?callbackUrl=/sign-in", "/"],
  ])("%j becomes %j", (requested, path) => {
    expect(safeReturnPath(requested)).toBe(path);
  });
});

describe("the requested path", () => {
  it.each([
    ["/acme/prompts", "/acme/prompts"],
    ["/acme/prompts/support/reply/-/history?from=1&to=2", "/acme/prompts/support/reply/-/history?from=1&to=2"],
    ["/acme/releases?environment=staging&_rsc=1abc", "/acme/releases?environment=staging"],
    ["/acme/releases?_rsc=1abc", "/acme/releases"],
    [`/acme/requests?search=${"x".repeat(2_000)}`, ""],
  ])("%s is written as %s, and can be read back", (address, path) => {
    const written = writeRequestedPath(new URL(address, "http://localhost:3000"));
    expect(written).toBe(path);
    expect(safeReturnPath(written)).toBe(path || "/");
  });
});
