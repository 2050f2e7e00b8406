import { expect, test, vi } from "vitest";
import { closeWorkspace, deleteDueWorkspaces, deleteWorkspace, keepWorkspace } from "@/lib/auth/commands/workspaces";
import { createShareLink } from "@/lib/auth/share-links/commands";
import { openShareLink } from "@/lib/auth/share-links/queries";
import { prisma } from "@/lib/core/db";
import { seedThings } from "@/lib/testing/action-things";
import { testKeys } from "@/lib/testing/alerts";
import { chatContent, createClient, mountBeforeAll } from "@/lib/testing/api";
import { countedTables } from "@/lib/testing/roll-up";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const mount = mountBeforeAll();

/** Creates a workspace with data in as many tables as possible. */
async function createUsedWorkspace(): Promise<TestWorkspace> {
  const workspace = await createTestWorkspace();
  const manage = createClient(mount.send, workspace.manageKey);
  const app = createClient(mount.send, workspace.runtimeKeys.production);
  await manage.post("/prompts", { name: "greeting", content: chatContent("Hello {{ name }}") });
  await manage.post("/prompts/greeting/promote", { version: 1, environment: "production" });
  await manage.post("/suites", { name: "greeting", prompt: "greeting" });
  const { headers } = await app.post("/prompts/resolve", { name: "greeting", variables: { name: "Ada" } });
  const interactionId = headers.get("x-interaction-id");
  const used = { prompt: "greeting", version: 1, environment: "production", at: new Date().toISOString() };
  const { body: intake } = await app.post("/events", {
    events: [
      { type: "interaction", id: interactionId, interactionId, ...used, output: "Hi", latencyMs: 20 },
      { type: "feedback", id: crypto.randomUUID(), interactionId, thumbs: "up" },
    ],
  });
  expect(intake).toMatchObject({ accepted: 2, rejected: [] });
  return workspace;
}

/** The number of a workspace's rows in each table, without empty tables. */
async function countRows(workspaceId: string): Promise<Record<string, number>> {
  const tables = await prisma().$queryRaw<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = current_schema()::regnamespace`;
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const text = `select count(*)::int as count from "${name}" where workspace_id = $1::uuid`;
    const [row] = await prisma().$queryRawUnsafe<{ count: number }[]>(text, workspaceId);
    if (row?.count) counts[name] = row.count;
  }
  return counts;
}

/** The counts without tables that background jobs write. */
const countOwnRows = async (workspaceId: string) =>
  Object.fromEntries(Object.entries(await countRows(workspaceId)).filter(([name]) => !countedTables.includes(name)));

const passDays = (id: string) =>
  prisma()
    .$executeRaw`update workspaces set deletion_at = clock_timestamp() - interval '1 second' where id = ${id}::uuid`;
const deadline = () => Date.now() + 60_000;

test("a week later nothing is left of the workspace, and another one is unchanged", async () => {
  const [gone, other] = [await createUsedWorkspace(), await createUsedWorkspace()];
  const before = await countOwnRows(other.workspaceId);
  expect(Object.keys(await countRows(gone.workspaceId))).toEqual(
    expect.arrayContaining(["interactions", "feedback", "event_keys", "versions", "releases", "audit_events"]),
  );

  const { deletionAt } = await deleteWorkspace(gone.owner, { slug: gone.slug });
  expect(Date.parse(deletionAt) - Date.now()).toBeGreaterThan(6.9 * 24 * 3_600_000);
  expect(await deleteDueWorkspaces(deadline())).toBe(0);
  const app = createClient(mount.send, gone.runtimeKeys.production);
  expect((await app.get("/prompts/resolve?name=greeting")).status).toBe(200);

  await passDays(gone.workspaceId);
  expect(await deleteDueWorkspaces(deadline())).toBe(1);
  expect(await countRows(gone.workspaceId)).toEqual({});
  expect(await prisma().workspace.findUnique({ where: { id: gone.workspaceId } })).toBeNull();
  expect((await app.get("/prompts/resolve?name=greeting")).body.code).toBe("invalid_api_key");
  expect(await countOwnRows(other.workspaceId)).toEqual(before);
});

test("an owner can cancel the deletion until its date, and not after it", async () => {
  const { owner, slug, workspaceId } = await createTestWorkspace();
  await deleteWorkspace(owner, { slug });
  await expect(deleteWorkspace(owner, { slug })).rejects.toMatchObject({ code: "invalid_state" });
  expect(await keepWorkspace(owner)).toEqual({ deletionAt: null });
  await expect(keepWorkspace(owner)).rejects.toMatchObject({ code: "invalid_state" });
  await deleteWorkspace(owner, { slug });
  await passDays(workspaceId);
  await expect(keepWorkspace(owner)).rejects.toMatchObject({ code: "invalid_state", message: /too late/ });
  const actions = await prisma().auditEvent.findMany({ where: { workspaceId }, orderBy: { at: "asc" } });
  expect(actions.map(({ action }) => action).filter((action) => /^workspace\.(delete|keep)$/.test(action))).toEqual([
    "workspace.delete",
    "workspace.keep",
    "workspace.delete",
  ]);
  await prisma().workspace.update({ where: { id: workspaceId }, data: { deletionAt: null } });
});

test("only owners delete a workspace, and only by its name", async () => {
  const { owner, slug, workspaceId } = await createTestWorkspace();
  const admin = await createTestMember(workspaceId, "admin");
  await expect(deleteWorkspace(admin, { slug })).rejects.toMatchObject({ code: "forbidden" });
  await expect(deleteWorkspace(owner, { slug: "another" })).rejects.toMatchObject({ code: "invalid_request" });
  const unproved = { ...owner, mustProve: true as const };
  await expect(deleteWorkspace(unproved, { slug })).rejects.toMatchObject({ code: "proof_required" });
  expect(await prisma().workspace.findUnique({ where: { id: workspaceId } })).toMatchObject({ deletionAt: null });
});

test("every way into a workspace is closed before its rows are deleted", async () => {
  vi.stubEnv("ENCRYPTION_KEYS", testKeys);
  const { workspace, things } = await seedThings();
  const { workspaceId } = workspace;
  const { token } = await createShareLink(workspace.owner, { target: "evaluation", targetId: things.run });
  expect(await openShareLink(token, new Date())).not.toBeNull();
  await closeWorkspace(workspaceId);
  expect(await openShareLink(token, new Date())).toBeNull();
  const where = { workspaceId };
  expect([
    await prisma().member.count({ where }),
    await prisma().apiKey.count({ where: { ...where, revokedAt: null } }),
    await prisma().invitation.count({ where }),
    await prisma().scimToken.count({ where }),
    await prisma().previewLink.count({ where }),
    await prisma().oidcTrust.count({ where }),
  ]).toEqual([0, 0, 0, 0, 0, 0]);
});
