import { describe, expect, it } from "vitest";
import type { Actor, KeyActor } from "./actor";
import { authorize, can, type EnvironmentScope } from "./authorize";

const production: EnvironmentScope = { id: "env-p", name: "production", isProtected: true };
const staging: EnvironmentScope = { id: "env-s", name: "staging", isProtected: false };
const user = (role: "viewer" | "editor" | "publisher" | "admin" | "owner"): Actor => ({
  kind: "user",
  workspaceId: "w",
  userId: "u",
  name: "Ana",
  role,
});
const key = (scope: KeyActor["scope"], environments: KeyActor["environments"]): Actor => ({
  kind: "key",
  workspaceId: "w",
  keyId: "k",
  name: "ci",
  scope,
  environments,
  requestsPerMinute: null,
});

describe("authorize", () => {
  it("lets a viewer read and nothing else", () => {
    expect(can(user("viewer"), "prompt:read")).toBe(true);
    expect(can(user("viewer"), "prompt:write")).toBe(false);
    expect(can(user("viewer"), "prompt:promote", staging)).toBe(false);
  });

  it("keeps protected environments for publishers", () => {
    expect(can(user("editor"), "prompt:promote", staging)).toBe(true);
    expect(can(user("editor"), "prompt:promote", production)).toBe(false);
    expect(can(user("publisher"), "prompt:promote", production)).toBe(true);
  });

  it("gives keys and audit to admins and owners only", () => {
    for (const role of ["viewer", "editor", "publisher"] as const) expect(can(user(role), "key:write")).toBe(false);
    for (const role of ["admin", "owner"] as const) expect(can(user(role), "key:write")).toBe(true);
  });

  it("names the reason for a key: scope first, then environment", () => {
    expect(() => authorize(key("runtime", "all"), "prompt:promote", production)).toThrow(
      expect.objectContaining({ code: "insufficient_scope" }),
    );
    expect(() => authorize(key("manage", ["env-s"]), "prompt:promote", production)).toThrow(
      expect.objectContaining({ code: "environment_not_allowed" }),
    );
    expect(can(key("manage", ["env-p"]), "prompt:promote", production)).toBe(true);
    expect(can(key("runtime", ["env-p"]), "prompt:resolve", production)).toBe(true);
    expect(can(key("runtime", ["env-p"]), "prompt:resolve", staging)).toBe(false);
  });
});
