import { describe, expect, it } from "vitest";
import type { Actor, KeyActor } from "./actor";
import {
  assertProved,
  assertReachesAll,
  authorize,
  can,
  type EnvironmentScope,
  onKeyUse,
  type Permission,
} from "./authorize";

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

/** The permissions of each role. Written by hand, so that a moved permission fails a test. */
const whoMay = `
                            vie   edi   pub   adm   own   run   man
  prompt:read               yes   yes   yes   yes   yes    -    yes
  prompt:write               -    yes   yes   yes   yes    -    yes
  prompt:promote             -    yes   yes   yes   yes    -    yes
  prompt:promote-protected   -     -    yes   yes   yes    -    yes
  prompt:resolve             -     -     -     -     -    yes   yes
  review:write               -    yes   yes   yes   yes    -    yes
  release:override           -     -     -    yes   yes    -    yes
  suite:write                -    yes   yes   yes   yes    -    yes
  evaluation:run             -    yes   yes   yes   yes    -    yes
  gate:write                 -     -     -    yes   yes    -    yes
  guard:write                -     -    yes   yes   yes    -    yes
  alert:write                -     -     -    yes   yes    -    yes
  event:write                -     -     -     -     -    yes   yes
  interaction:read           -    yes   yes   yes   yes    -    yes
  experiment:write           -    yes   yes   yes   yes    -    yes
  share:write                -    yes   yes   yes   yes    -    yes
  playground:run             -    yes   yes   yes   yes    -    yes
  connection:read            -    yes   yes   yes   yes    -    yes
  connection:write           -     -     -    yes   yes    -    yes
  member:read               yes   yes   yes   yes   yes    -    yes
  member:write               -     -     -    yes   yes    -    yes
  workspace:write            -     -     -    yes   yes    -    yes
  workspace:delete           -     -     -     -    yes    -     -
  key:read                   -     -     -    yes   yes    -    yes
  key:write                  -     -     -    yes   yes    -    yes
  audit:read                 -     -     -    yes   yes    -    yes
  system:read                -     -     -    yes   yes    -    yes
`;
const columns = {
  vie: user("viewer"),
  edi: user("editor"),
  pub: user("publisher"),
  adm: user("admin"),
  own: user("owner"),
  run: key("runtime", "all"),
  man: key("manage", "all"),
};
const [header = [], ...rows] = whoMay
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));

// Fails to compile if a permission is added or removed without a change of the table above.
const permissions: Record<Permission, true> = {
  "prompt:read": true,
  "prompt:write": true,
  "prompt:promote": true,
  "prompt:promote-protected": true,
  "prompt:resolve": true,
  "review:write": true,
  "release:override": true,
  "suite:write": true,
  "evaluation:run": true,
  "gate:write": true,
  "guard:write": true,
  "alert:write": true,
  "event:write": true,
  "interaction:read": true,
  "experiment:write": true,
  "share:write": true,
  "playground:run": true,
  "connection:read": true,
  "connection:write": true,
  "member:read": true,
  "member:write": true,
  "workspace:write": true,
  "workspace:delete": true,
  "key:read": true,
  "key:write": true,
  "audit:read": true,
  "system:read": true,
};

describe("the table of permissions", () => {
  it("has a row for every permission and a column for every role and key", () => {
    expect(rows.map(([permission]) => permission).toSorted()).toEqual(Object.keys(permissions).toSorted());
    expect(header).toEqual(Object.keys(columns));
    for (const row of rows) expect(row).toHaveLength(8);
  });

  it.each(rows.map(([permission = "", ...marks]) => [permission, marks] as const))("%s", (permission, marks) => {
    const actors = Object.values(columns);
    expect(actors.map((actor) => (can(actor, permission as Permission) ? "yes" : "-"))).toEqual(marks);
  });

  it("does not apply to the system", () => {
    const system: Actor = { kind: "system", workspaceId: "w", name: "jobs" };
    for (const permission of Object.keys(permissions)) expect(can(system, permission as Permission)).toBe(true);
  });
});

describe("authorize", () => {
  it("lets a viewer only read", () => {
    expect(can(user("viewer"), "prompt:read")).toBe(true);
    expect(can(user("viewer"), "prompt:write")).toBe(false);
    expect(can(user("viewer"), "prompt:promote", staging)).toBe(false);
  });

  it("requires a publisher in protected environments", () => {
    expect(can(user("editor"), "prompt:promote", staging)).toBe(true);
    expect(can(user("editor"), "prompt:promote", production)).toBe(false);
    expect(can(user("publisher"), "prompt:promote", production)).toBe(true);
  });

  it("allows keys and audit log for admins and owners only", () => {
    for (const role of ["viewer", "editor", "publisher"] as const) expect(can(user(role), "key:write")).toBe(false);
    for (const role of ["admin", "owner"] as const) expect(can(user(role), "key:write")).toBe(true);
  });

  it("states the reason for a key: scope first, then environment", () => {
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

const refusalOf = (call: () => void): { code?: string; message?: string } => {
  try {
    call();
    return {};
  } catch (error) {
    return { code: (error as { code: string }).code, message: (error as Error).message };
  }
};

describe("a refusal", () => {
  it("states who is refused, and where", () => {
    expect(refusalOf(() => authorize(user("editor"), "prompt:promote", production))).toEqual({
      code: "forbidden",
      message: "The role editor may not do this in production.",
    });
    expect(refusalOf(() => authorize(user("viewer"), "prompt:write")).message).toBe("The role viewer may not do this.");
    expect(refusalOf(() => authorize(key("runtime", "all"), "prompt:write")).message).toBe(
      "A runtime key may not do this. Use a manage key.",
    );
    expect(refusalOf(() => authorize(key("manage", ["env-s"]), "prompt:promote", production)).message).toBe(
      "This key may not use the environment production.",
    );
  });

  it("requires a second factor before anything else", () => {
    expect(refusalOf(() => authorize({ ...user("owner"), mustAddFactor: true } as Actor, "prompt:read"))).toEqual({
      code: "second_factor_required",
      message: "This workspace requires a second factor. Set one up in your account, or sign in with it.",
    });
  });

  it("limits a key to its rights", () => {
    const reads: Actor = { ...(key("manage", "all") as KeyActor), rights: ["prompt:read"] };
    expect(can(reads, "prompt:read")).toBe(true);
    expect(refusalOf(() => authorize(reads, "prompt:write"))).toEqual({
      code: "insufficient_scope",
      message: "This key lacks the right prompt:write. Use one that has it.",
    });
    expect(can(reads, "prompt:promote", production)).toBe(false);
  });

  it("allows each environment for an unrestricted key, and only acts without environment for a key of none", () => {
    expect(can(key("manage", "all"), "prompt:promote", production)).toBe(true);
    expect(can(key("manage", []), "prompt:write")).toBe(true);
    expect(can(key("manage", []), "prompt:promote", staging)).toBe(false);
  });
});

describe("a proof of identity", () => {
  const unproved: Actor = { ...user("owner"), mustProve: true } as Actor;
  const proof = {
    code: "proof_required",
    message: "This workspace asks for your password before this. Enter it, then try again.",
  };

  it.each(["key:write", "member:write", "workspace:delete"] as const)("is required for %s", (permission) => {
    expect(refusalOf(() => authorize(unproved, permission))).toEqual(proof);
    expect(refusalOf(() => authorize(user("owner"), permission))).toEqual({});
  });

  it("is required to promote to a protected environment only", () => {
    expect(refusalOf(() => authorize(unproved, "prompt:promote", production))).toEqual(proof);
    expect(refusalOf(() => authorize(unproved, "prompt:promote", staging))).toEqual({});
    expect(refusalOf(() => authorize(unproved, "prompt:write"))).toEqual({});
    expect(refusalOf(() => authorize({ ...user("viewer"), mustProve: true } as Actor, "key:write")).code).toBe(
      "forbidden",
    );
  });

  it("is required of people only", () => {
    expect(refusalOf(() => assertProved(unproved))).toEqual(proof);
    expect(refusalOf(() => assertProved({ ...key("manage", "all"), mustProve: true } as Actor))).toEqual({});
  });
});

it("a key without access to every environment is refused if that is required, with the reason", () => {
  const why = "The audit log covers every environment";
  expect(refusalOf(() => assertReachesAll(key("manage", ["env-s"]), why))).toEqual({
    code: "environment_not_allowed",
    message: `${why}, and this key does not. Use one for all.`,
  });
  expect(refusalOf(() => assertReachesAll(key("manage", "all"), why))).toEqual({});
  expect(refusalOf(() => assertReachesAll(user("viewer"), why))).toEqual({});
});

it("each right that a key uses is reported, with the one for a protected environment; refusals and people are not", () => {
  const used: [string, Permission][] = [];
  authorize(key("manage", "all"), "prompt:read");
  onKeyUse((id, right) => void used.push([id, right]));
  authorize(key("manage", "all"), "prompt:promote", production);
  authorize(key("manage", "all"), "prompt:promote", staging);
  authorize(user("owner"), "prompt:write");
  expect(refusalOf(() => authorize(key("runtime", "all"), "prompt:write")).code).toBe("insufficient_scope");
  onKeyUse(() => undefined);
  expect(used).toEqual([
    ["k", "prompt:promote-protected"],
    ["k", "prompt:promote"],
  ]);
});
