import { afterAll, beforeAll, expect, test } from "vitest";
import { addDomain, verifyDomain } from "@/lib/auth/domains/commands";
import { txtLookUp } from "@/lib/auth/domains/look-up";
import { closeDatabase, prisma } from "@/lib/core/db";
import { startDnsServer } from "@/lib/testing/dns-server";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { checkDomains } from "./check-domains";

let dns: Awaited<ReturnType<typeof startDnsServer>>;
let own: TestWorkspace;
beforeAll(async () => {
  dns = await startDnsServer();
  own = await createTestWorkspace();
});
afterAll(async () => {
  await dns.stop();
  await closeDatabase();
});

let made = 0;
async function verified() {
  const { id, record } = await addDomain(own.owner, { domain: `c${made++}-${own.slug}.example` });
  dns.records.set(record.name, [record.value]);
  await verifyDomain(own.owner, { id }, txtLookUp([dns.address]));
  return { id, record };
}
/** Returns records for one domain only, because the job also checks the domains of other tests. */
const only = (record: string) => (name: string) =>
  name === record ? txtLookUp([dns.address])(name) : Promise.reject(new Error("of another test"));

/** Runs the job a day later. */
async function nextDay(id: string) {
  await prisma()
    .$executeRaw`update workspace_domains set checked_at = checked_at - interval '1 day' where id = ${id}::uuid`;
  await checkDomains(Number.POSITIVE_INFINITY, only((await viewOf(id)).record));
  return viewOf(id);
}
async function viewOf(id: string) {
  const row = await prisma().workspaceDomain.findUniqueOrThrow({ where: { id } });
  return { record: `_understudy.${row.domain}`, isVerified: row.verifiedAt !== null, missed: row.missedChecks };
}
const alertsOf = async () =>
  (await prisma().alert.findMany({ where: { workspaceId: own.workspaceId }, orderBy: { at: "asc" } })).map(
    ({ kind }) => kind,
  );

test("seven daily checks without the record end the verification, with an alert at the first and the last", async () => {
  const { id, record } = await verified();
  await prisma().workspaceDomain.update({ where: { id }, data: { joinRole: "viewer" } });
  expect(await nextDay(id)).toMatchObject({ isVerified: true, missed: 0 });
  expect(await alertsOf()).toEqual([]);
  dns.records.set(record.name, ["v=spf1 -all"]);
  for (let day = 1; day <= 6; day++) expect(await nextDay(id)).toMatchObject({ isVerified: true, missed: day });
  expect(await alertsOf()).toEqual(["domain.missing"]);
  dns.records.delete(record.name);
  expect(await nextDay(id)).toMatchObject({ isVerified: false, missed: 7 });
  expect(await alertsOf()).toEqual(["domain.missing", "domain.lapsed"]);
  const audit = await prisma().auditEvent.findFirst({ where: { targetId: id, action: "domain.lapse" } });
  expect(audit?.actorName).toBe("Understudy");
  expect((await prisma().workspaceDomain.findUniqueOrThrow({ where: { id } })).joinRole).toBeNull();

  dns.records.set(record.name, [record.value]);
  await verifyDomain(own.owner, { id }, txtLookUp([dns.address]));
  expect(await nextDay(id)).toMatchObject({ isVerified: true, missed: 0 });
});

test("an unreachable DNS server does not count, and a record that is found again resets the count", async () => {
  const { id, record } = await verified();
  dns.records.delete(record.name);
  for (let day = 1; day <= 3; day++) await nextDay(id);
  dns.broken.add(record.name);
  for (let day = 1; day <= 9; day++) expect(await nextDay(id)).toMatchObject({ isVerified: true, missed: 3 });
  dns.broken.delete(record.name);
  dns.records.set(record.name, [record.value]);
  expect(await nextDay(id)).toMatchObject({ isVerified: true, missed: 0 });
  dns.records.delete(record.name);
  expect(await nextDay(id)).toMatchObject({ isVerified: true, missed: 1 });
});

test("a domain is checked once a day, and concurrent runs count once", async () => {
  const { id, record } = await verified();
  dns.records.delete(record.name);
  const lookUp = only(record.name);
  await checkDomains(Number.POSITIVE_INFINITY, lookUp);
  expect((await viewOf(id)).missed).toBe(0);
  await prisma()
    .$executeRaw`update workspace_domains set checked_at = checked_at - interval '1 day' where id = ${id}::uuid`;
  await Promise.all([1, 2, 3].map(() => checkDomains(Number.POSITIVE_INFINITY, lookUp)));
  expect((await viewOf(id)).missed).toBe(1);
});
