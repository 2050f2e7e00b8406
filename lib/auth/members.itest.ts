import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { codeOf } from "@/lib/testing/code-of";
import { openTestSession } from "@/lib/testing/session";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import type { UserActor } from "./actor";
import { createApiKey } from "./commands/api-keys";
import { inviteMember } from "./commands/invitations";
import { changeMemberRole, leaveWorkspace, removeMember, restoreMember, transferOwnership } from "./commands/members";
import { listMembers } from "./queries/members";
import { getMemberActor } from "./queries/memberships";

let workspace: TestWorkspace;
let workspaceId: string;
beforeEach(async () => {
  workspace = await createTestWorkspace();
  workspaceId = workspace.workspaceId;
});

const member = (role: Role) => createTestMember(workspaceId, role);
const roleOf = async ({ userId }: UserActor) =>
  (await prisma().member.findUnique({ where: { workspaceId_userId: { workspaceId, userId } } }))?.role ?? null;
const owners = () => prisma().member.count({ where: { workspaceId, role: "owner" } });
const actions = async () =>
  (await prisma().auditEvent.findMany({ where: { workspaceId }, orderBy: { at: "asc" } }))
    .map(({ action }) => action)
    .filter((action) => action.startsWith("member."));

const manageKey = () => keyActorFor(workspace, "all");

describe("roles", () => {
  it("can be changed by admins up to admin, by owners to any role, by nobody else", async () => {
    const [viewer, admin, editor] = [await member("viewer"), await member("admin"), await member("editor")];
    expect(await codeOf(changeMemberRole(editor, { id: viewer.userId, role: "editor" }))).toBe("forbidden");
    expect(await codeOf(changeMemberRole(admin, { id: viewer.userId, role: "admin" }))).toBe("fine");
    expect(await codeOf(changeMemberRole(admin, { id: viewer.userId, role: "owner" }))).toBe("forbidden");
    expect(await codeOf(changeMemberRole(admin, { id: workspace.owner.userId, role: "admin" }))).toBe("forbidden");
    expect(await codeOf(changeMemberRole(workspace.owner, { id: viewer.userId, role: "owner" }))).toBe("fine");
    expect(await roleOf(viewer)).toBe("owner");
    expect(await actions()).toEqual(["member.change-role", "member.change-role"]);
  });

  it("let a manage key do what an admin can do", async () => {
    const viewer = await member("viewer");
    expect(await codeOf(changeMemberRole(manageKey(), { id: viewer.userId, role: "admin" }))).toBe("fine");
    expect(await codeOf(changeMemberRole(manageKey(), { id: viewer.userId, role: "owner" }))).toBe("forbidden");
    expect(await codeOf(removeMember(manageKey(), { id: workspace.owner.userId }))).toBe("forbidden");
    expect(
      await codeOf(changeMemberRole({ ...manageKey(), scope: "runtime" }, { id: viewer.userId, role: "viewer" })),
    ).toBe("insufficient_scope");
    // A role applies to every environment, so a key of selected environments cannot give one.
    const bound = { ...manageKey(), environments: [workspace.environments.staging] };
    expect(await codeOf(changeMemberRole(bound, { id: viewer.userId, role: "admin" }))).toBe("environment_not_allowed");
    expect(await codeOf(inviteMember(bound, { email: "x@example.test", role: "viewer" }))).toBe(
      "environment_not_allowed",
    );
  });

  it("are checked in their current state, not in that at the start of the request", async () => {
    const [admin, viewer] = [await member("admin"), await member("viewer")];
    await changeMemberRole(workspace.owner, { id: admin.userId, role: "viewer" });
    expect(await codeOf(changeMemberRole(admin, { id: viewer.userId, role: "admin" }))).toBe("forbidden");
    await removeMember(workspace.owner, { id: admin.userId });
    expect(await codeOf(inviteMember(admin, { email: "x@example.test", role: "viewer" }))).toBe("forbidden");
  });

  it("of another workspace cannot be changed", async () => {
    const stranger = (await createTestWorkspace()).owner;
    const viewer = await member("viewer");
    expect(await codeOf(changeMemberRole(stranger, { id: viewer.userId, role: "editor" }))).toBe("not_found");
    expect(await codeOf(removeMember(stranger, { id: viewer.userId }))).toBe("not_found");
    expect((await listMembers(stranger, { limit: 50 })).items.map(({ id }) => id)).toEqual([stranger.userId]);
    expect(await roleOf(viewer)).toBe("viewer");
  });
});

describe("the last owner", () => {
  it("cannot leave, be removed or step down", async () => {
    const { owner } = workspace;
    expect(await codeOf(leaveWorkspace(owner))).toBe("last_owner");
    expect(await codeOf(removeMember(owner, { id: owner.userId }))).toBe("last_owner");
    expect(await codeOf(changeMemberRole(owner, { id: owner.userId, role: "admin" }))).toBe("last_owner");
    expect(await owners()).toBe(1);
  });

  it("stays if all owners leave at the same time", async () => {
    for (let round = 0; round < 5; round++) {
      const others = await Promise.all([member("owner"), member("owner"), member("owner")]);
      const all = [
        ...others,
        ...(await currentOwners()).filter(({ userId }) => !others.some((o) => o.userId === userId)),
      ];
      const outcomes = await Promise.all(all.map((each) => codeOf(leaveWorkspace(each))));
      expect(outcomes.filter((each) => each === "last_owner")).toHaveLength(1);
      expect(await owners()).toBe(1);
    }
  });

  it("stays if two owners demote or remove each other", async () => {
    for (let round = 0; round < 5; round++) {
      const [one] = await currentOwners();
      const two = await member("owner");
      if (!one) throw new Error("no owner");
      const outcomes = await Promise.all(
        round % 2
          ? [codeOf(removeMember(one, { id: two.userId })), codeOf(removeMember(two, { id: one.userId }))]
          : [
              codeOf(changeMemberRole(one, { id: two.userId, role: "viewer" })),
              codeOf(changeMemberRole(two, { id: one.userId, role: "viewer" })),
            ],
      );
      expect(outcomes.toSorted()).toEqual(["fine", "forbidden"]);
      expect(await owners()).toBe(1);
    }
  });

  const currentOwners = async (): Promise<UserActor[]> =>
    (await prisma().member.findMany({ where: { workspaceId, role: "owner" }, include: { user: true } })).map(
      ({ userId, user }) => ({ kind: "user", workspaceId, userId, name: user.name, role: "owner" }),
    );
});

describe("transferring ownership", () => {
  const to = async (actor: UserActor, id: string, slug = workspace.slug) =>
    codeOf(transferOwnership(actor, await openTestSession(actor.userId), { id, slug }));

  it("makes another member the owner, with the former owner as admin, and is recorded", async () => {
    const editor = await member("editor");
    expect(await to(workspace.owner, editor.userId)).toBe("fine");
    expect([await roleOf(editor), await roleOf(workspace.owner), await owners()]).toEqual(["owner", "admin", 1]);
    expect(await prisma().auditEvent.count({ where: { workspaceId, action: "workspace.transfer" } })).toBe(1);
    expect(await to(workspace.owner, editor.userId)).toBe("forbidden");
  });

  it("requires an owner, a member who is none, the typed slug and a recent proof", async () => {
    const [admin, owner] = [await member("admin"), await member("owner")];
    const stranger = await createTestWorkspace();
    expect(await to(admin, admin.userId)).toBe("forbidden");
    expect(await to(owner, stranger.owner.userId)).toBe("not_found");
    expect(await to(owner, workspace.owner.userId)).toBe("invalid_state");
    expect(await to(owner, admin.userId, stranger.slug)).toBe("invalid_request");
    const person = await openTestSession(owner.userId);
    const stale = { ...person, session: { ...person.session, provedAt: 0 } };
    const late = transferOwnership(owner, stale, { id: admin.userId, slug: workspace.slug });
    expect(await codeOf(late)).toBe("proof_required");
    expect(await roleOf(admin)).toBe("admin");
  });

  it("happens once with two concurrent requests of one owner", async () => {
    const [one, two] = [await member("admin"), await member("admin")];
    const outcomes = await Promise.all([one, two].map(({ userId }) => to(workspace.owner, userId)));
    expect(outcomes.toSorted()).toEqual(["fine", "forbidden"]);
    expect(await owners()).toBe(1);
  });
});

describe("leaving and being removed", () => {
  it("ends access immediately and keeps the person's content", async () => {
    const editor = await member("editor");
    expect(await getMemberActor(editor.userId, workspace.slug)).toMatchObject({ role: "editor" });
    await removeMember(workspace.owner, { id: editor.userId });
    expect(await getMemberActor(editor.userId, workspace.slug)).toBeNull();
    expect(await prisma().user.findUnique({ where: { id: editor.userId } })).not.toBeNull();
    expect(await codeOf(removeMember(workspace.owner, { id: editor.userId }))).toBe("not_found");
  });

  it("can be undone with the same role by someone who may assign it, but not after leaving", async () => {
    const [admin, owner, editor] = [await member("admin"), await member("owner"), await member("editor")];
    await removeMember(workspace.owner, { id: owner.userId });
    expect(await codeOf(restoreMember(admin, { id: owner.userId }))).toBe("forbidden");
    expect(await restoreMember(workspace.owner, { id: owner.userId })).toMatchObject({ role: "owner" });
    expect(await codeOf(restoreMember(workspace.owner, { id: owner.userId }))).toBe("already_exists");
    await leaveWorkspace(editor);
    expect(await codeOf(restoreMember(workspace.owner, { id: editor.userId }))).toBe("not_found");
    const stranger = await createTestWorkspace();
    await removeMember(workspace.owner, { id: owner.userId });
    expect(await codeOf(restoreMember(stranger.owner, { id: owner.userId }))).toBe("not_found");
  });

  it("revokes the invitations that a person could no longer make", async () => {
    const [admin, other] = [await member("admin"), await member("owner")];
    const open = async () =>
      (await prisma().invitation.findMany({ where: { workspaceId, revokedAt: null } }))
        .map(({ email }) => email)
        .toSorted();
    await inviteMember(admin, { email: "a@example.test", role: "admin" });
    await inviteMember(other, { email: "b@example.test", role: "owner" });
    await inviteMember(other, { email: "c@example.test", role: "viewer" });
    await changeMemberRole(workspace.owner, { id: other.userId, role: "admin" });
    expect(await open()).toEqual(["a@example.test", "c@example.test"]);
    await removeMember(workspace.owner, { id: admin.userId });
    expect(await open()).toEqual(["c@example.test"]);
  });

  it("leaves no key without an owner", async () => {
    const [admin, editor] = [await member("admin"), await member("editor")];
    const made = { name: "k", scope: "runtime", environments: "all" } as const;
    const { id } = await createApiKey(admin, made);
    const ownerOf = async () => (await prisma().apiKey.findUniqueOrThrow({ where: { id, workspaceId } })).ownerId;
    const byKeyOf = (ownerId: string | null) =>
      codeOf(removeMember({ ...manageKey(), ownerId }, { id: admin.userId, keys: "keep" }));
    for (const ownerId of [null, admin.userId, editor.userId]) expect(await byKeyOf(ownerId)).toBe("invalid_state");
    expect(await codeOf(changeMemberRole(admin, { id: admin.userId, role: "viewer", keys: "keep" }))).toBe(
      "invalid_state",
    );
    expect([await roleOf(admin), await ownerOf()]).toEqual(["admin", admin.userId]);
    expect(await byKeyOf(workspace.owner.userId)).toBe("fine");
    expect(await ownerOf()).toBe(workspace.owner.userId);
  });
});
