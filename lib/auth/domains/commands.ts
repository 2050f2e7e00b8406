import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Invitation, WorkspaceDomain } from "@/lib/core/generated/prisma/client";
import { type Actor, type Person, personRecord } from "../actor";
import { recordAudit } from "../audit";
import { lockForChange } from "../commands/lock-members";
import { mintLinkToken } from "../link-token";
import { type TxtLookUp, txtLookUp } from "./look-up";
import { mostDomains, toDomainView } from "./queries";
import { domainOf, hasRecord, mayMakeAccount, recordName } from "./rules";
import type { AddDomainInput, DomainIdInput, JoinByDomainInput, LetJoinInput } from "./schema";
import type { DomainView } from "./views";

/** Adds a domain that is not verified yet, with the record to put into the DNS. Throws 409 `already_exists`. */
export async function addDomain(actor: Actor, { domain }: AddDomainInput): Promise<DomainView> {
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    await lockForChange(tx, actor);
    await tx.$queryRaw`select 1 from workspaces where id = ${workspaceId}::uuid for no key update`;
    const others = await tx.workspaceDomain.findMany({ where: { workspaceId }, select: { domain: true } });
    if (others.some((other) => other.domain === domain))
      throw new AppError("already_exists", `${domain} is listed already.`);
    if (others.length >= mostDomains)
      throw new AppError("invalid_state", `A workspace has at most ${mostDomains} domains. Remove one first.`);
    const row = await tx.workspaceDomain.create({ data: { workspaceId, domain, token: mintLinkToken() } });
    await recordAudit(tx, actor, "domain.add", { id: row.id, name: domain });
    return toDomainView(row);
  });
}

async function loadDomain(tx: Transaction, { workspaceId }: Actor, id: string): Promise<WorkspaceDomain> {
  await tx.$queryRaw`select 1 from workspace_domains
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const row = await tx.workspaceDomain.findFirst({ where: { id, workspaceId } });
  if (!row) throw notFound("This domain");
  return row;
}

/**
 * Verifies a domain by its DNS record. Throws 409 `invalid_state` if the record is not there yet, 503
 * `service_unavailable` if the DNS does not answer.
 */
export async function verifyDomain(
  actor: Actor,
  { id }: DomainIdInput,
  lookUp: TxtLookUp = txtLookUp(),
): Promise<DomainView> {
  const { workspaceId } = actor;
  const { domain, token } = await transaction(async (tx) => {
    await lockForChange(tx, actor);
    return loadDomain(tx, actor, id);
  });
  if (!hasRecord(await lookUp(recordName(domain)), token))
    throw new AppError("invalid_state", `The record is not at ${recordName(domain)} yet. The DNS may take some time.`);
  return transaction(async (tx) => {
    await lockForChange(tx, actor);
    const before = await loadDomain(tx, actor, id);
    if (before.verifiedAt) return toDomainView(before);
    const now = databaseNow();
    const data = { verifiedAt: now, checkedAt: now, missedChecks: 0, missingSince: null };
    const row = await tx.workspaceDomain.update({ where: { id, workspaceId }, data });
    await recordAudit(tx, actor, "domain.verify", { id, name: domain });
    return toDomainView(row);
  });
}

/**
 * Lets people with a confirmed address of a verified domain join with a role, or stops that. Only owners may change it.
 */
export async function letJoin(actor: Actor, { id, joinRole }: LetJoinInput): Promise<DomainView> {
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    const { acting } = await lockForChange(tx, actor);
    if (acting !== "owner")
      throw new AppError("forbidden", "Only owners can decide who may join without an invitation.");
    const before = await loadDomain(tx, actor, id);
    if (!before.verifiedAt) throw new AppError("invalid_state", `${before.domain} is not verified yet.`);
    const row = await tx.workspaceDomain.update({ where: { id, workspaceId }, data: { joinRole } });
    await recordAudit(tx, actor, "domain.let-join", { id, name: row.domain }, { joinRole });
    return toDomainView(row);
  });
}

/** Removes a domain. Members stay. */
export async function removeDomain(actor: Actor, { id }: DomainIdInput): Promise<DomainView> {
  const { workspaceId } = actor;
  return transaction(async (tx) => {
    await lockForChange(tx, actor);
    const row = await loadDomain(tx, actor, id);
    await tx.workspaceDomain.delete({ where: { id, workspaceId } });
    await recordAudit(tx, actor, "domain.remove", { id, name: row.domain });
    return toDomainView(row);
  });
}

/**
 * Adds a person to a workspace by their confirmed address. Not possible if an identity provider manages the members
 * (SCIM), because removed people could come back. Throws 403 `forbidden` if the person may not join.
 */
export async function joinByDomain({ userId, name }: Person, { slug }: JoinByDomainInput): Promise<{ slug: string }> {
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from users where id = ${userId}::uuid for update`;
    const { email, emailVerifiedAt } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    const open = await tx.workspaceDomain.findFirst({
      where: {
        domain: domainOf(email),
        verifiedAt: { not: null },
        joinRole: { not: null },
        workspace: { slug, deletionAt: null, scimTokens: { none: { revokedAt: null } } },
      },
    });
    if (!open?.joinRole || !emailVerifiedAt)
      throw new AppError("forbidden", "This workspace is not open to your address. Ask for an invitation.");
    const { workspaceId, joinRole: role, domain } = open;
    const { count } = await tx.member.createMany({ data: [{ workspaceId, userId, role }], skipDuplicates: true });
    const by = { workspaceId, record: personRecord({ userId, name }) };
    if (count > 0) await recordAudit(tx, by, "member.join", { id: userId, name }, { role, domain });
    return { slug };
  });
}

/** Throws 403 `forbidden` for an account that only a workspace which verified the domain may create. */
export async function assertMayMakeAccount(
  tx: Transaction,
  { email, workspaceId, isMailed }: Pick<Invitation, "email" | "workspaceId" | "isMailed">,
): Promise<void> {
  const domain = domainOf(email);
  const rows = await tx.workspaceDomain.findMany({ where: { domain, verifiedAt: { not: null } } });
  const verifiedBy = rows.map((row) => row.workspaceId);
  if (!mayMakeAccount({ workspaceId, isMailed }, verifiedBy))
    throw new AppError("forbidden", `Accounts of ${domain} are created by the workspace that verified it. Ask there.`);
}
