import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assignableRoles,
  isAbove,
  refuseLeave,
  refuseRemoval,
  refuseRoleAssignment,
  refuseRoleChange,
  roles,
} from "./member-rules";

const role = fc.constantFrom(...roles);
const owners = fc.integer({ min: 1, max: 4 });

describe("who gives which role", () => {
  it("lets owners give every role, admins all but owner, others none", () => {
    expect(assignableRoles("owner")).toEqual(["viewer", "editor", "publisher", "admin", "owner"]);
    expect(assignableRoles("admin")).toEqual(["viewer", "editor", "publisher", "admin"]);
    for (const each of ["publisher", "editor", "viewer"] as const) expect(assignableRoles(each)).toEqual([]);
  });

  it("says why", () => {
    expect(refuseRoleAssignment("admin", "owner")?.message).toBe(
      "Only owners can make other owners. Your role is admin.",
    );
    expect(refuseRoleAssignment("editor", "viewer")?.code).toBe("forbidden");
    expect(refuseRoleAssignment("admin", "admin")).toBeNull();
  });
});

describe("changing and removing", () => {
  it("keeps admins away from owners", () => {
    expect(refuseRoleChange({ acting: "admin", from: "owner", to: "viewer", owners: 3 })?.message).toBe(
      "An admin does not change an owner.",
    );
    expect(refuseRemoval({ acting: "admin", role: "owner", owners: 3 })?.code).toBe("forbidden");
    expect(refuseRemoval({ acting: "admin", role: "admin", owners: 1 })).toBeNull();
  });

  it("keeps the last owner", () => {
    expect(refuseRoleChange({ acting: "owner", from: "owner", to: "admin", owners: 1 })?.code).toBe("last_owner");
    expect(refuseRoleChange({ acting: "owner", from: "owner", to: "admin", owners: 2 })).toBeNull();
    expect(refuseRoleChange({ acting: "owner", from: "owner", to: "owner", owners: 1 })).toBeNull();
    expect(refuseRemoval({ acting: "owner", role: "owner", owners: 1 })?.code).toBe("last_owner");
    expect(refuseLeave({ role: "owner", owners: 1 })?.code).toBe("last_owner");
    expect(refuseLeave({ role: "owner", owners: 2 })).toBeNull();
    expect(refuseLeave({ role: "viewer", owners: 1 })).toBeNull();
  });

  it("never lets anyone give or take what is above their own role", () => {
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
