import { describe, expect, it } from "vitest";
import { safeReturnPath } from "./return-path";

describe("where to go after signing in", () => {
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
  ])("%j becomes %j", (wanted, path) => {
    expect(safeReturnPath(wanted)).toBe(path);
  });
});
