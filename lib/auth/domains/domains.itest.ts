import { afterAll, beforeAll, expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { codeOf } from "@/lib/testing/code-of";
import { startDnsServer } from "@/lib/testing/dns-server";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { inviteMember, joinWithAccount } from "../commands/invitations";
import { addDomain, joinByDomain, letJoin, removeDomain, verifyDomain } from "./commands";
import { txtLookUp } from "./look-up";
import { listDomains, listOpenWorkspaces } from "./queries";

let dns: Awaited<ReturnType<typeof startDnsServer>>;
let own: TestWorkspace;
let other: TestWorkspace;
beforeAll(async () => {
  dns = await startDnsServer();
  [own, other] = await Promise.all([createTestWorkspace(), createTestWorkspace()]);
});
afterAll(() => dns.stop());

let made = 0;
const newDomain = () => `d${made++}-${own.slug}.example`;
const lookUp = () => txtLookUp([dns.address]);

/** Adds a domain with its DNS record and verifies it. */
async function verified(workspace: TestWorkspace, domain = newDomain()) {
  const { id, record } = await addDomain(workspace.owner, { domain });
  dns.records.set(record.name, [...(dns.records.get(record.name) ?? []), record.value]);
  await verifyDomain(workspace.owner, { id }, lookUp());
  return { id, domain };
}

/** Invites an address and opens the link as the same person, as any member who knows the link can. */
async function squat(workspace: TestWorkspace, email: string) {
  const { token } = await inviteMember(workspace.owner, { email, role: "viewer" });
  return joinWithAccount({ token: token ?? "", name: "Somebody", password: "a long password" });
}

test("a domain is verified by its TXT record, with a real DNS server", async () => {
  const domain = newDomain();
  const { id, record } = await addDomain(own.owner, { domain });
  expect(record.name).toBe(`_understudy.${domain}`);
  expect(await codeOf(addDomain(own.owner, { domain }))).toBe("already_exists");
  const verify = () => codeOf(verifyDomain(own.owner, { id }, lookUp()));
  expect(await verify()).toBe("invalid_state"); // no such name
  dns.records.set(record.name, ["v=spf1 -all", `${record.value}x`]);
  expect(await verify()).toBe("invalid_state");
  dns.records.set(record.name, ["x".repeat(300), record.value]);
  expect(await verify()).toBe("fine");
  expect((await listDomains(own.owner, { limit: 100 })).items.find((one) => one.id === id)?.verifiedAt).not.toBeNull();
  const events = await prisma().auditEvent.findMany({ where: { targetId: id }, orderBy: { at: "asc" } });
  expect(events.map(({ action }) => action)).toEqual(["domain.add", "domain.verify"]);
  expect(await codeOf(verifyDomain(other.owner, { id }, lookUp()))).toBe("not_found");
  const editor = await createTestMember(own.workspaceId, "editor");
  expect(await codeOf(addDomain(editor, { domain: newDomain() }))).toBe("forbidden");
});

test("a DNS server that does not answer is 503", async () => {
  const { id } = await addDomain(own.owner, { domain: newDomain() });
  const closed = await startDnsServer();
  await closed.stop();
  expect(await codeOf(verifyDomain(own.owner, { id }, txtLookUp([closed.address])))).toBe("service_unavailable");
});

test("accounts of a verified domain are created by its own workspaces, or by a link sent to the address", async () => {
  const domain = newDomain();
  expect((await squat(other, `before@${domain}`)).email).toBe(`before@${domain}`);
  await verified(own, domain);
  expect(await codeOf(squat(other, `boss@${domain}`))).toBe("forbidden");
  expect(await prisma().user.count({ where: { email: `boss@${domain}` } })).toBe(0);
  expect((await squat(own, `boss@${domain}`)).email).toBe(`boss@${domain}`);
  const { token } = await inviteMember(other.owner, { email: `mailed@${domain}`, role: "viewer" });
  await prisma().invitation.updateMany({ where: { email: `mailed@${domain}` }, data: { isMailed: true } });
  const joined = await joinWithAccount({ token: token ?? "", name: "Mailed", password: "a long password" });
  expect(joined.email).toBe(`mailed@${domain}`);
});

test("a person with a confirmed address of it may join, once an owner has set the role", async () => {
  const { id, domain } = await verified(own);
  const email = `ana@${domain}`;
  const { id: userId } = await prisma().user.create({ data: { email, name: "Ana" } });
  const ana = { userId, name: "Ana", email };
  const join = () => codeOf(joinByDomain(ana, { slug: own.slug }));
  const admin = await createTestMember(own.workspaceId, "admin");
  expect(await codeOf(letJoin(admin, { id, joinRole: "editor" }))).toBe("forbidden");
  expect(await join()).toBe("forbidden");
  await letJoin(own.owner, { id, joinRole: "editor" });
  expect(await join()).toBe("forbidden"); // the address is not confirmed
  expect(await listOpenWorkspaces(ana)).toEqual([]);
  await prisma().user.update({ where: { id: userId }, data: { emailVerifiedAt: new Date() } });
  expect(await listOpenWorkspaces(ana)).toEqual([{ slug: own.slug, name: own.slug, domain, role: "editor" }]);
  expect(await codeOf(joinByDomain(ana, { slug: other.slug }))).toBe("forbidden");
  expect(await Promise.all([join(), join()])).toEqual(["fine", "fine"]);
  const member = await prisma().member.findMany({ where: { userId } });
  expect(member.map(({ workspaceId, role }) => [workspaceId, role])).toEqual([[own.workspaceId, "editor"]]);
  const where = { workspaceId: own.workspaceId, action: "member.join", targetId: userId };
  expect(await prisma().auditEvent.count({ where })).toBe(1);
  expect(await listOpenWorkspaces(ana)).toEqual([]);
  await prisma().member.deleteMany({ where: { userId } });
  await removeDomain(own.owner, { id });
  expect(await join()).toBe("forbidden");
});

test("an unverified domain gives no access", async () => {
  const { id } = await addDomain(own.owner, { domain: newDomain() });
  expect(await codeOf(letJoin(own.owner, { id, joinRole: "viewer" }))).toBe("invalid_state");
});
