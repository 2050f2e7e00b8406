import { beforeEach, describe, expect, it } from "vitest";
import { prisma, transaction } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { codeOf } from "@/lib/testing/code-of";
import { openTestSession } from "@/lib/testing/session";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { UserActor } from "../actor";
import { changePassword } from "../commands/account";
import { createApiKey } from "../commands/api-keys";
import { inviteMember } from "../commands/invitations";
import { removeMember } from "../commands/members";
import { changeWorkspace } from "../commands/workspaces";
import { hashPassword } from "../password";
import { getMemberActor } from "../queries/memberships";
import { endMemberSessions, endOtherSessions, endOwnSession, proveIdentity } from "./commands";
import { openSession } from "./open-session";
import { getPersonOfSession, listSessions } from "./queries";

const password = "a password of this test";
let workspace: TestWorkspace;
let editor: UserActor;

beforeEach(async () => {
  workspace = await createTestWorkspace();
  editor = await createTestMember(workspace.workspaceId, "editor");
  await prisma().user.update({ where: { id: editor.userId }, data: { passwordHash: await hashPassword(password) } });
});

describe("a session", () => {
  it("is listed with its device, the current one first, and can be ended", async () => {
    const phone = await openTestSession(editor.userId, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)");
    const here = await openTestSession(editor.userId);
    await openTestSession(editor.userId);
    const listed = await listSessions(here);
    expect(listed.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false]);
    expect(listed.find(({ id }) => id === phone.session.id)).toMatchObject({
      device: { kind: "phone" },
      address: "127.0.0.1",
      method: "password",
    });
    await endOwnSession(here, { id: phone.session.id });
    expect(await getPersonOfSession(phone.session.id)).toBeNull();
    expect(await endOtherSessions(here)).toEqual({ ended: 1 });
    expect(await listSessions(here)).toHaveLength(1);
    expect(await codeOf(endOwnSession(here, { id: phone.session.id }))).toBe("not_found");
  });

  it("cannot be ended by others", async () => {
    const mine = await openTestSession(workspace.owner.userId);
    const theirs = await openTestSession(editor.userId);
    expect(await codeOf(endOwnSession(mine, { id: theirs.session.id }))).toBe("not_found");
    expect(await getPersonOfSession(theirs.session.id)).not.toBeNull();
  });

  it("ends automatically after 30 days without use", async () => {
    const { session } = await openTestSession(editor.userId);
    const lastUsedAt = new Date(Date.now() - 31 * 24 * 3_600_000);
    await prisma().session.update({ where: { id: session.id }, data: { lastUsedAt } });
    expect(await getPersonOfSession(session.id)).toBeNull();
  });

  it("opened during a change of the password is ended, or not opened", async () => {
    const here = await openTestSession(editor.userId);
    const { passwordHash } = await prisma().user.findUniqueOrThrow({ where: { id: editor.userId } });
    const client = { userAgent: "", address: "" };
    const openings = Array.from({ length: 8 }, () =>
      transaction((tx) =>
        openSession(tx, { userId: editor.userId, method: "password", client, passwordHash: passwordHash ?? "" }),
      ),
    );
    const input = { current: password, next: "quite another password" };
    const [ids] = await Promise.all([Promise.all(openings), changePassword(here, input, uuidV7())]);
    for (const id of ids) expect(id && (await getPersonOfSession(id))).toBeFalsy();
    const late = { userId: editor.userId, method: "password", client, passwordHash: passwordHash ?? "" };
    expect(await transaction((tx) => openSession(tx, late))).toBeNull();
  });
});

describe("the sessions of a member", () => {
  it("can be ended by an owner or admin only, and that is recorded", async () => {
    const { session } = await openTestSession(editor.userId);
    const owners = await openTestSession(workspace.owner.userId);
    const admin = await createTestMember(workspace.workspaceId, "admin");
    expect(await codeOf(endMemberSessions(editor, { id: admin.userId }))).toBe("forbidden");
    expect(await codeOf(endMemberSessions(admin, { id: workspace.owner.userId }))).toBe("forbidden");
    expect(await codeOf(endMemberSessions(workspace.owner, { id: workspace.owner.userId }))).toBe("forbidden");
    expect(await endMemberSessions(workspace.owner, { id: editor.userId })).toEqual({ ended: 1 });
    expect(await getPersonOfSession(session.id)).toBeNull();
    expect(await getPersonOfSession(owners.session.id)).not.toBeNull();
    const { workspaceId } = workspace;
    const events = await prisma().auditEvent.findMany({ where: { workspaceId, action: "member.end-sessions" } });
    expect(events).toMatchObject([{ targetId: editor.userId, actorName: "Test Owner" }]);
  });

  it("cannot be ended by other workspaces", async () => {
    const stranger = await createTestWorkspace();
    const { session } = await openTestSession(editor.userId);
    expect(await codeOf(endMemberSessions(stranger.owner, { id: editor.userId }))).toBe("not_found");
    expect(await getPersonOfSession(session.id)).not.toBeNull();
  });

  it("have no access to the workspace once the member is removed", async () => {
    const { session } = await openTestSession(editor.userId);
    await removeMember(workspace.owner, { id: editor.userId });
    expect(await getMemberActor(editor.userId, workspace.slug, session)).toBeNull();
  });
});

describe("a workspace that requires a proof", () => {
  const stale = () => Date.now() - 11 * 60_000;
  const actorAt = async (userId: string, provedAt: number) => {
    const actor = await getMemberActor(userId, workspace.slug, { provedAt, isStrong: false });
    if (!actor) throw new Error("no member");
    return actor;
  };

  it("refuses keys and invitations from a session whose proof is older than ten minutes", async () => {
    await changeWorkspace(workspace.owner, { requiresProof: true });
    const { userId } = workspace.owner;
    const [old, fresh] = [await actorAt(userId, stale()), await actorAt(userId, Date.now())];
    const key = { name: "k", scope: "runtime" as const, environments: "all" as const };
    const invitation = { email: `${uuidV7()}@example.test`, role: "viewer" as const };
    expect(await codeOf(createApiKey(old, key))).toBe("proof_required");
    expect(await codeOf(inviteMember(old, invitation))).toBe("proof_required");
    expect(await codeOf(changeWorkspace(old, { requiresProof: false }))).toBe("proof_required");
    expect(await codeOf(createApiKey(fresh, key))).toBe("fine");
    expect(await codeOf(inviteMember(fresh, invitation))).toBe("fine");
  });

  it("accepts the right password as proof only", async () => {
    const here = await openTestSession(editor.userId);
    await prisma().session.update({ where: { id: here.session.id }, data: { provedAt: new Date(stale()) } });
    expect(await codeOf(proveIdentity(here, { password: "another" }, uuidV7()))).toBe("forbidden");
    expect(Number((await getPersonOfSession(here.session.id))?.session.provedAt)).toBeLessThan(Date.now() - 600_000);
    await proveIdentity(here, { password }, uuidV7());
    expect(Number((await getPersonOfSession(here.session.id))?.session.provedAt)).toBeGreaterThan(Date.now() - 60_000);
    const address = uuidV7();
    for (let i = 0; i < 5; i++) await codeOf(proveIdentity(here, { password: "guess" }, address));
    expect(await codeOf(proveIdentity(here, { password }, address))).toBe("rate_limited");
  });
});
