import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assignableRoles,
  isAbove,
  refuseLeave,
  refuseRemoval,
  refuseRoleAssignment,
  refuseRoleChange,
  refuseSessionEnd,
  roles,
} from "./member-rules";

const role = fc.constantFrom(...roles);
const owners = fc.integer({ min: 1, max: 4 });

describe("assigning roles", () => {
  it("lets owners assign every role, admins all except owner, others none", () => {
    expect(assignableRoles("owner")).toEqual(["viewer", "editor", "publisher", "admin", "owner"]);
    expect(assignableRoles("admin")).toEqual(["viewer", "editor", "publisher", "admin"]);
    for (const each of ["publisher", "editor", "viewer"] as const) expect(assignableRoles(each)).toEqual([]);
  });

  it("states the reason", () => {
    expect(refuseRoleAssignment("admin", "owner")).toEqual({ code: "role_above_own", acting: "admin", role: "owner" });
    expect(refuseRoleAssignment("editor", "viewer")?.code).toBe("role_above_own");
    expect(refuseRoleAssignment("admin", "admin")).toBeNull();
  });
});

describe("changing and removing", () => {
  it("does not let admins change owners", () => {
    const above = { code: "member_above", acting: "admin", role: "owner" };
    expect(refuseRoleChange({ acting: "admin", from: "owner", to: "viewer", owners: 3 })).toEqual(above);
    expect(refuseRemoval({ acting: "admin", role: "owner", owners: 3 })).toEqual(above);
    expect(refuseRemoval({ acting: "admin", role: "admin", owners: 1 })).toBeNull();
  });

  it("lets nobody below admin change members", () => {
    const refused = { code: "changes_no_members", acting: "publisher" };
    expect(refuseRemoval({ acting: "publisher", role: "viewer", owners: 1 })).toEqual(refused);
    expect(refuseSessionEnd({ acting: "publisher", role: "viewer", isSelf: false })).toEqual(refused);
  });

  it("applies to sessions of others only", () => {
    expect(refuseSessionEnd({ acting: "owner", role: "owner", isSelf: true })).toEqual({ code: "own_sessions" });
    expect(refuseSessionEnd({ acting: "admin", role: "admin", isSelf: false })).toBeNull();
  });

  it("keeps the last owner", () => {
    expect(refuseRoleChange({ acting: "owner", from: "owner", to: "admin", owners: 1 })?.code).toBe("last_owner");
    expect(refuseRoleChange({ acting: "owner", from: "owner", to: "admin", owners: 2 })).toBeNull();
    expect(refuseRoleChange({ acting: "owner", from: "owner", to: "owner", owners: 1 })).toBeNull();
    expect(refuseRemoval({ acting: "owner", role: "owner", owners: 1 })?.code).toBe("last_owner");
    expect(refuseLeave({ role: "owner", owners: 1 })).toEqual({ code: "last_owner", isSelf: true });
    expect(refuseLeave({ role: "owner", owners: 2 })).toBeNull();
    expect(refuseLeave({ role: "viewer", owners: 1 })).toBeNull();
  });

  it("never lets anyone assign or remove a role above their own", () => {
    fc.assert(
      fc.property(role, role, role, owners, (acting, from, to, count) => {
        const changed = refuseRoleChange({ acting, from, to, owners: count }) === null;
        if (changed) return !isAbove(from, acting) && !isAbove(to, acting) && assignableRoles(acting).length > 0;
        return true;
      }),
    );
  });

  it("never leaves a workspace without an owner", () => {
    fc.assert(
      fc.property(role, role, role, owners, (acting, from, to, count) => {
        const left = count - Number(from === "owner" && to !== "owner");
        return refuseRoleChange({ acting, from, to, owners: count }) !== null || left >= 1;
      }),
    );
  });
});
