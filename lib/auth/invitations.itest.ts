import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { codeOf } from "@/lib/testing/code-of";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { Person } from "./actor";
import { acceptInvitation, inviteMember, joinWithAccount, revokeInvitation } from "./commands/invitations";
import { getInvitationDoor, listInvitations } from "./queries/invitations";
import { inviteMemberInput } from "./schema";
import { signIn } from "./sign-in";

let workspace: TestWorkspace;
let workspaceId: string;
let email: string;
beforeEach(async () => {
  workspace = await createTestWorkspace();
  workspaceId = workspace.workspaceId;
  email = `${uuidV7()}@example.test`;
});

const password = "a long enough password";
async function invite(role: "viewer" | "editor" = "viewer") {
  const made = await inviteMember(workspace.owner, { email, role });
  return { ...made, token: made.token ?? "" };
}
const membersOf = (address: string) => prisma().member.count({ where: { workspaceId, user: { email: address } } });
async function person(address = email): Promise<Person> {
  const { id, name } = await prisma().user.create({ data: { email: address, name: "Ana" } });
  return { userId: id, name, email: address };
}

describe("inviting", () => {
  it("stores only a hash of the token, which is in no list and no audit event", async () => {
    const { token, id } = await invite();
    const row = await prisma().invitation.findUniqueOrThrow({ where: { id } });
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(row)).not.toContain(token);
    const audit = await prisma().auditEvent.findMany({ where: { workspaceId } });
    expect(audit.map(({ action }) => action)).toContain("member.invite");
    expect(JSON.stringify(audit)).not.toContain(token);
    expect(row.expiresAt.getTime() - row.createdAt.getTime()).toBe(7 * 86_400_000);
  });

  it("replaces the older link of the address, also with concurrent requests", async () => {
    const first = await invite();
    const second = await invite("editor");
    expect((await getInvitationDoor(first.token))?.status).toBe("revoked");
    expect((await getInvitationDoor(second.token))?.status).toBe("open");
    expect(await Promise.all([codeOf(invite()), codeOf(invite()), codeOf(invite())])).toEqual(["fine", "fine", "fine"]);
    expect((await listInvitations(workspace.owner, { limit: 50 })).items).toHaveLength(1);
  });

  it("is refused for members, ignoring the case of the address", async () => {
    const member = await createTestMember(workspaceId, "viewer");
    const { email: taken } = await prisma().user.findUniqueOrThrow({ where: { id: member.userId } });
    const parsed = inviteMemberInput.parse({ email: ` ${taken.toUpperCase()} `, role: "editor" });
    expect(await codeOf(inviteMember(workspace.owner, parsed))).toBe("already_exists");
    for (const wrong of ["", "ana", "ana@", "a b@c.de", "@c.de"])
      expect(inviteMemberInput.safeParse({ email: wrong, role: "viewer" }).success, wrong).toBe(false);
  });

  it("is refused for people below admin, and for a role above one's own", async () => {
    for (const role of ["viewer", "editor", "publisher"] as const)
      expect(await codeOf(inviteMember(await createTestMember(workspaceId, role), { email, role: "viewer" }))).toBe(
        "forbidden",
      );
    const admin = await createTestMember(workspaceId, "admin");
    expect(await codeOf(inviteMember(admin, { email, role: "owner" }))).toBe("forbidden");
    expect(await codeOf(inviteMember(admin, { email, role: "admin" }))).toBe("fine");
  });
});

describe("joining", () => {
  it("creates the account and the membership together, once", async () => {
    const { token } = await invite("editor");
    expect(await getInvitationDoor(token)).toMatchObject({ status: "open", role: "editor" });
    const tries = await Promise.all(
      [1, 2, 3].map((n) => codeOf(joinWithAccount({ token, name: `Ana ${n}`, password: `${password} ${n}` }))),
    );
    expect(tries.toSorted()).toEqual(["fine", "invitation_expired", "invitation_expired"]);
    expect(await membersOf(email)).toBe(1);
    const winner = tries.indexOf("fine") + 1;
    expect((await signIn(email, `${password} ${winner}`, { address: "10.9.0.1", userAgent: "" })).ok).toBe(true);
    expect(await prisma().auditEvent.count({ where: { workspaceId, action: "member.join" } })).toBe(1);
  });

  it("is possible with the signed in account once, and only with its address", async () => {
    const { token } = await invite();
    const other = await person(`${uuidV7()}@example.test`);
    expect(await codeOf(acceptInvitation(other, { token }))).toBe("forbidden");
    const ana = await person();
    const results = await Promise.all([acceptInvitation(ana, { token }), acceptInvitation(ana, { token })]);
    expect(results).toEqual([{ slug: workspace.slug }, { slug: workspace.slug }]);
    expect(await membersOf(email)).toBe(1);
    expect(await prisma().auditEvent.count({ where: { workspaceId, action: "member.join" } })).toBe(1);
    expect(await codeOf(revokeInvitation(workspace.owner, { id: (await invitation()).id }))).toBe("invalid_state");
  });

  it("never sets the password of an existing account", async () => {
    const ana = await person();
    const elsewhere = await createTestWorkspace();
    await prisma().member.create({ data: { workspaceId: elsewhere.workspaceId, userId: ana.userId, role: "owner" } });
    const { token } = await invite();
    expect(Object.keys((await getInvitationDoor(token)) ?? {})).not.toContain("hasAccount");
    expect(await codeOf(joinWithAccount({ token, name: "Mallory", password }))).toBe("already_exists");
    expect(await prisma().user.findUniqueOrThrow({ where: { id: ana.userId } })).toMatchObject({
      name: "Ana",
      passwordHash: null,
    });
    expect(await membersOf(email)).toBe(0);
  });

  it("is refused if expired, revoked or unknown", async () => {
    const ana = await person();
    const { token, id } = await invite();
    await prisma().invitation.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await codeOf(acceptInvitation(ana, { token }))).toBe("invitation_expired");
    const again = await invite();
    await revokeInvitation(workspace.owner, { id: again.id });
    await revokeInvitation(workspace.owner, { id: again.id });
    expect(await codeOf(acceptInvitation(ana, { token: again.token }))).toBe("invitation_expired");
    for (const unknown of ["", "x", "A".repeat(43), "\0", again.id])
      expect(await codeOf(acceptInvitation(ana, { token: unknown })), unknown).toBe("invitation_expired");
    expect(await membersOf(email)).toBe(0);
  });

  it("of another workspace cannot be revoked", async () => {
    const { id } = await invite();
    const stranger = await createTestWorkspace();
    expect(await codeOf(revokeInvitation(stranger.owner, { id }))).toBe("not_found");
    expect((await listInvitations(stranger.owner, { limit: 50 })).items).toEqual([]);
  });

  const invitation = () => prisma().invitation.findFirstOrThrow({ where: { workspaceId, email } });
});
