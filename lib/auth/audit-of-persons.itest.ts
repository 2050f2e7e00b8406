import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { exportPrompts } from "@/lib/registry/queries/export";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { UserActor } from "./actor";
import { changePassword, renamePerson } from "./commands/account";
import { recordRead } from "./commands/record-read";
import { signInWithProvider } from "./commands/sign-in-with-provider";
import { hashPassword } from "./password";
import { listAuditEvents } from "./queries/audit";
import { endOtherSessions, endSession, proveIdentity } from "./sessions/commands";
import { getPersonOfSession, type SessionPerson } from "./sessions/queries";
import { signIn } from "./sign-in";

const password = "correct horse battery";
let made = 0;
const client = () => ({ address: `10.77.0.${++made % 250}`, userAgent: "a test" });

let workspace: TestWorkspace;
let editor: UserActor;
let email: string;

beforeEach(async () => {
  workspace = await createTestWorkspace();
  editor = await createTestMember(workspace.workspaceId, "editor");
  const where = { id: editor.userId };
  ({ email } = await prisma().user.update({ where, data: { passwordHash: await hashPassword(password) } }));
});

/** The audit events about the editor, oldest first. */
const events = async (place = workspace) => {
  const { items } = await listAuditEvents(place.owner, { limit: 100, targetId: editor.userId });
  return items.toReversed().map(({ action, actor, data }) => ({ action, actor, data }));
};
const enter = async (): Promise<SessionPerson> => {
  const result = await signIn(email, password, client());
  const person = result.ok ? await getPersonOfSession(result.user.sessionId) : null;
  if (!person) throw new Error("The sign-in failed.");
  return person;
};

describe("the audit log of each workspace of a person", () => {
  it("contains their sign-ins, refusals and sign-outs", async () => {
    const other = await createTestWorkspace();
    await prisma().member.create({ data: { workspaceId: other.workspaceId, userId: editor.userId, role: "viewer" } });
    const from = client();
    await signIn(email, "a wrong one", from);
    const person = await enter();
    await endSession(person.session.id);
    await endSession(person.session.id);
    for (const place of [workspace, other]) {
      expect(await events(place)).toMatchObject([
        { action: "session.refuse", actor: { kind: "system", name: "Someone" }, data: { address: from.address } },
        { action: "session.start", actor: { kind: "user", email }, data: { method: "password", userAgent: "a test" } },
        { action: "session.end", actor: { kind: "user", name: editor.name } },
      ]);
    }
  });

  it("contains the changes of their account", async () => {
    const person = await enter();
    await enter();
    await proveIdentity(person, { password }, client().address);
    await endOtherSessions(person);
    await changePassword(person, { current: password, next: "another good one" }, client().address);
    await renamePerson(person, { name: "Eve" });
    await renamePerson({ ...person, name: "Eve" }, { name: "Eve" });
    const profile = { provider: "oidc", subject: editor.userId, email, isEmailVerified: true, name: "Eve" };
    await signInWithProvider(profile);
    await signInWithProvider(profile);
    expect((await events()).slice(2)).toMatchObject([
      { action: "session.prove" },
      { action: "session.end-own", data: { ended: 1 } },
      { action: "member.change-password", data: { ended: 0 } },
      { action: "member.rename", data: { from: editor.name, to: "Eve" } },
      { action: "member.link-identity", data: { provider: "oidc" } },
    ]);
  });
});

describe("reading data", () => {
  it("is recorded with the person before the data is sent", async () => {
    await exportPrompts(editor, { format: "bundle" }, new Date());
    const { items } = await listAuditEvents(workspace.owner, { limit: 5, action: "prompts.export" });
    expect(items).toMatchObject([{ actor: { id: editor.userId, email }, data: { format: "bundle", count: 0 } }]);
  });

  it("is recorded once per period for the same person and object", async () => {
    const read = (id: string, who = editor) => recordRead(who, "interaction.read", { id, name: "support/reply" });
    for (let times = 0; times < 3; times++) await read("one");
    await read("two");
    await read("one", workspace.owner);
    const { items } = await listAuditEvents(workspace.owner, { limit: 5, action: "interaction.read" });
    expect(items.map(({ actor, target }) => `${target.id} ${actor.name}`).sort()).toEqual(
      [`one ${editor.name}`, "one Test Owner", `two ${editor.name}`].sort(),
    );
  });
});
