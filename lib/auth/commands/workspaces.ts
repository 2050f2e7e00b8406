import { databaseNow } from "@/lib/core/database-clock";
import { longStatement, prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { oneByOne } from "@/lib/core/one-by-one";
import { publish } from "@/lib/core/publish";
import { serverUrl } from "@/lib/core/server-url";
import type { Actor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { assertProved, authorize } from "../authorize";
import { queueMail } from "../mail/commands";
import type { ChangeWorkspaceInput, DeleteWorkspaceInput } from "../schema";

type WorkspaceSettings = { name: string; requiresProof: boolean; requiresSecondFactor: boolean };

/**
 * Changes the workspace's name and its security requirements: a proof of identity for sensitive actions, a second
 * factor for everything. A change of either requires a proof of identity. Throws 409 `invalid_state` if a person
 * without a second factor requires one of everyone, because they would lock themselves out.
 */
export async function changeWorkspace(
  actor: Actor,
  { name, requiresProof, requiresSecondFactor }: ChangeWorkspaceInput,
): Promise<WorkspaceSettings> {
  authorize(actor, "workspace:write");
  if (requiresProof !== undefined || requiresSecondFactor !== undefined) assertProved(actor);
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    const before = await tx.workspace.findUnique({
      where: { id: workspaceId },
      select: { name: true, requiresProof: true, requiresSecondFactor: true },
    });
    if (!before) throw notFound("This workspace");
    const after = {
      name: name ?? before.name,
      requiresProof: requiresProof ?? before.requiresProof,
      requiresSecondFactor: requiresSecondFactor ?? before.requiresSecondFactor,
    };
    if (after.requiresSecondFactor && !before.requiresSecondFactor) await assertOwnFactor(tx, actor);
    await tx.workspace.update({ where: { id: workspaceId }, data: after });
    const target = { id: workspaceId, name: after.name };
    if (after.name !== before.name)
      await recordAudit(tx, actor, "workspace.rename", target, { formerName: before.name });
    if (after.requiresProof !== before.requiresProof)
      await recordAudit(tx, actor, "workspace.require-proof", target, { requiresProof: after.requiresProof });
    if (after.requiresSecondFactor !== before.requiresSecondFactor) {
      const data = { requiresSecondFactor: after.requiresSecondFactor };
      await recordAudit(tx, actor, "workspace.require-factor", target, data);
    }
    return after;
  });
}

async function assertOwnFactor(tx: Transaction, actor: Actor): Promise<void> {
  if (actor.kind !== "user") return;
  const { userId } = actor;
  const counts = await Promise.all([
    tx.secondFactor.count({ where: { userId, confirmedAt: { not: null } } }),
    tx.passkey.count({ where: { userId } }),
    tx.userIdentity.count({ where: { userId } }),
  ]);
  if (counts.every((count) => count === 0))
    throw new AppError("invalid_state", "Set up a second factor in your own account first.");
}

/** How long an owner can cancel a deletion, in days. */
const undoDays = 7;

async function lockWorkspace(tx: Transaction, { workspaceId }: Actor) {
  await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
  const row = await tx.workspace.findUnique({
    where: { id: workspaceId },
    select: { name: true, slug: true, deletionAt: true },
  });
  if (!row) throw notFound("This workspace");
  return row;
}

/**
 * Schedules the deletion of the workspace in seven days. Until then everything works as before, and an owner can
 * cancel. Notifies all owners by e-mail. Throws 403 unless the actor is an owner, 422 `invalid_request` if the slug
 * differs, 409 `invalid_state` if a deletion is already scheduled.
 */
export async function deleteWorkspace(actor: Actor, { slug }: DeleteWorkspaceInput): Promise<{ deletionAt: string }> {
  authorize(actor, "workspace:delete");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const before = await lockWorkspace(tx, actor);
    if (before.slug !== slug) throw new AppError("invalid_request", `Type ${before.slug} to delete this workspace.`);
    if (before.deletionAt) throw new AppError("invalid_state", "This workspace is already about to be deleted.");
    const deletionAt = new Date(databaseNow().getTime() + undoDays * 24 * 3_600_000);
    await tx.workspace.update({ where: { id: workspaceId }, data: { deletionAt } });
    const target = { id: workspaceId, name: before.name };
    await recordAudit(tx, actor, "workspace.delete", target, { deletionAt: deletionAt.toISOString() });
    const owners = await tx.member.findMany({
      where: { workspaceId, role: "owner" },
      select: { user: { select: { email: true } } },
    });
    const day = deletionAt.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
    const url = `${serverUrl()}/${slug}/settings`;
    const by = actor.name;
    for (const { user } of owners)
      await queueMail(tx, user.email, { kind: "workspace-deletion", url, workspace: before.name, by, day });
    return { deletionAt: deletionAt.toISOString() };
  });
}

/**
 * Cancels a deletion. Throws 403 unless the actor is an owner, 409 `invalid_state` if none is scheduled or it has
 * begun.
 */
export async function keepWorkspace(actor: Actor): Promise<{ deletionAt: null }> {
  authorize(actor, "workspace:delete");
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { name, deletionAt } = await lockWorkspace(tx, actor);
    if (!deletionAt) throw new AppError("invalid_state", "This workspace is not about to be deleted.");
    if (deletionAt <= databaseNow()) throw new AppError("invalid_state", "It is too late. The deletion has begun.");
    await tx.workspace.update({ where: { id: workspaceId }, data: { deletionAt: null } });
    await recordAudit(tx, actor, "workspace.keep", { id: workspaceId, name }, {});
    return { deletionAt: null };
  });
}

const rowsAtOnce = 5_000;

/**
 * Tables and partitions that hold workspace rows and are not referenced by another table. They hold most of the data,
 * so their rows are deleted first, in small statements.
 */
async function listTables(): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ name: string }[]>`
    select c.relname as name from pg_class c
    join pg_attribute w on w.attrelid = c.oid and w.attname = 'workspace_id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and not exists (select 1 from pg_constraint f where f.contype = 'f' and f.confrelid = c.oid)
      -- 8: a trigger of deletions. Such rows go with their workspace alone.
      and not exists (select 1 from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgtype & 8 <> 0)
    order by c.relname`;
  return rows.map(({ name }) => name);
}

/** Deletes a workspace's rows from a table. Returns false if the deadline came first. */
async function empty(table: string, workspaceId: string, deadlineAt: number): Promise<boolean> {
  const text = `delete from "${table}" where ctid = any(array(
    select ctid from "${table}" where workspace_id = $1::uuid limit ${rowsAtOnce}))`;
  while (Date.now() < deadlineAt) if ((await prisma().$executeRawUnsafe(text, workspaceId)) < rowsAtOnce) return true;
  return false;
}

/**
 * Closes every way into a workspace before its deletion, which takes several runs for a large one: trusts, SCIM tokens,
 * invitations, keys, members, and links to results and previews. Idempotent.
 */
export async function closeWorkspace(workspaceId: string): Promise<void> {
  const [where, revokedAt] = [{ workspaceId }, databaseNow()];
  await prisma().oidcTrust.deleteMany({ where });
  await prisma().scimToken.deleteMany({ where });
  await prisma().invitation.deleteMany({ where });
  await prisma().shareLink.deleteMany({ where });
  await prisma().previewLink.deleteMany({ where });
  await prisma().apiKey.updateMany({ where: { workspaceId, revokedAt: null }, data: { revokedAt } });
  publish(keysTopic, workspaceId);
  await prisma().member.deleteMany({ where });
}

async function deleteOne(workspaceId: string, deadlineAt: number): Promise<boolean> {
  await closeWorkspace(workspaceId);
  for (const table of await listTables()) if (!(await empty(table, workspaceId, deadlineAt))) return false;
  // History rows are deleted only together with their workspace, in one statement.
  const text = "delete from workspaces where id = $1::uuid and deletion_at <= clock_timestamp()";
  await longStatement("delete-workspace", text, [workspaceId]);
  logger().info({ workspaceId }, "a workspace was deleted, as an owner had asked");
  return true;
}

/** Deletes workspaces whose deletion is due, until the deadline. The next run continues. Returns the number deleted. */
export async function deleteDueWorkspaces(deadlineAt: number): Promise<number> {
  const due = await prisma().$queryRaw<{ id: string }[]>`
    select id from workspaces where deletion_at <= clock_timestamp() order by deletion_at`;
  let deleted = 0;
  const failure = "a workspace could not be deleted now";
  await oneByOne(
    due,
    { name: "deletions of workspaces", deadlineAt, idOf: ({ id }) => ({ workspaceId: id }), failure },
    async ({ id }) => {
      if (await deleteOne(id, deadlineAt)) deleted++;
    },
  );
  return deleted;
}
