import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { publish } from "@/lib/core/publish";
import { endLinks } from "../../account-links/commands/mint-link";
import { actorRecord, type SystemActor } from "../../actor";
import { keysTopic } from "../../api-keys";
import { recordAudit } from "../../audit";
import { endEarlierAccess } from "../../commands/end-earlier-access";
import { lockForChange } from "../../commands/lock-members";
import { endMembership } from "../../commands/members";
import { domainOf } from "../../domains/rules";
import { queueMail } from "../../mail/commands";
import { refuseRemoval } from "../../member-rules";
import { memberRefusalError } from "../../member-words";
import { recordForPerson } from "../../record-for-person";
import { endSessionsOf } from "../../sessions/open-session";
import { findScimUser, listScimUsers, type ScimUserRow } from "../queries";
import { type RequestedUser, roleOfGroups } from "../rules";
import { lockScim } from "./lock-scim";

const alreadyMember = (userName: string) => new AppError("already_exists", `${userName} is in this workspace already.`);

/** Throws 403 `forbidden` for an address outside the workspace's verified domains. */
async function assertOwnDomain(tx: Transaction, { workspaceId }: SystemActor, email: string): Promise<void> {
  const domain = domainOf(email);
  const found = await tx.workspaceDomain.findFirst({ where: { workspaceId, domain, verifiedAt: { not: null } } });
  if (!found)
    throw new AppError(
      "forbidden",
      `${domain} is not a verified domain of this workspace. An admin verifies it under Settings, Members.`,
    );
}

async function assertNameIsFree(tx: Transaction, actor: SystemActor, userName: string, exceptId?: string) {
  const filter = { kind: "is", attribute: "userName", value: userName } as const;
  const { users } = await listScimUsers(actor, { filter, offset: 0, limit: 2 }, tx);
  if (users.some(({ id }) => id !== exceptId)) throw alreadyMember(userName);
}

async function load(tx: Transaction, actor: SystemActor, id: string): Promise<ScimUserRow> {
  const found = await findScimUser(actor, id, tx);
  if (!found) throw notFound("This user");
  return found;
}

/**
 * Adds a person to the workspace. Creates an account without a password if the address has none. Throws 403
 * `forbidden`, 409 `already_exists`.
 */
export async function provisionUser(actor: SystemActor, input: RequestedUser): Promise<ScimUserRow> {
  const { workspaceId } = actor;
  const { email, userName, name, givenName, familyName, externalId, isActive } = input;
  return transaction(async (tx) => {
    await lockScim(tx, workspaceId);
    await assertOwnDomain(tx, actor, email);
    await assertNameIsFree(tx, actor, userName);
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`;
    const existing = await tx.user.findUnique({ where: { email } });
    if (existing && (await findScimUser(actor, existing.id, tx))) throw alreadyMember(email);
    const { id: userId } = existing ?? (await tx.user.create({ data: { email, name } }));
    await tx.scimUser.create({ data: { workspaceId, userId, userName, externalId, givenName, familyName } });
    if (isActive) await activate(tx, actor, await load(tx, actor, userId));
    return load(tx, actor, userId);
  });
}

/**
 * Makes a person a member. An account with an unconfirmed address loses its earlier access, because it may belong to
 * another person.
 */
async function activate(tx: Transaction, actor: SystemActor, { id: userId, name, email, groups }: ScimUserRow) {
  await assertOwnDomain(tx, actor, email);
  const role = roleOfGroups(groups);
  const { workspaceId } = actor;
  const { count } = await tx.member.createMany({ data: [{ workspaceId, userId, role }], skipDuplicates: true });
  if (count === 0) return;
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  if (!user.emailVerifiedAt) await endEarlierAccess(tx, user);
  await recordAudit(tx, actor, "member.provision", { id: userId, name }, { role });
}

/**
 * Ends a membership with its keys, sessions and open invitations, so that the person cannot come back through these.
 */
async function deactivate(tx: Transaction, actor: SystemActor, { id: userId, name, email }: ScimUserRow) {
  const { workspaceId } = actor;
  const { acting, owners, roleOf } = await lockForChange(tx, actor, userId);
  const role = roleOf(userId);
  if (!role) return;
  const refused = refuseRemoval({ acting, role, owners });
  if (refused) throw memberRefusalError(refused);
  await endMembership(tx, actor, { userId, role, keys: "revoke", action: "member.remove" });
  const ended = await endSessionsOf(tx, userId);
  if (ended > 0) await recordAudit(tx, actor, "member.end-sessions", { id: userId, name }, { ended });
  const open = await tx.invitation.updateManyAndReturn({
    where: { workspaceId, email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: databaseNow() },
  });
  for (const { id } of open) await recordAudit(tx, actor, "invitation.revoke", { id, name: email });
}

/**
 * Changes a person by applying `change` to their current state. A person who is set inactive is removed, with keys and
 * sessions. Throws 404, 403 `forbidden`, 409 `already_exists`, 409 `last_owner`.
 */
export async function changeUser(
  actor: SystemActor,
  id: string,
  change: (before: ScimUserRow) => RequestedUser,
): Promise<ScimUserRow> {
  const { workspaceId } = actor;
  const after = await transaction(async (tx) => {
    await lockScim(tx, workspaceId);
    const before = await load(tx, actor, id);
    const requested = change(before);
    const { userName, externalId, givenName, familyName } = requested;
    const names = { userName, externalId, givenName, familyName };
    if (userName !== before.userName) await assertNameIsFree(tx, actor, userName, id);
    if (requested.email !== before.email || requested.name !== before.name) {
      await assertOwnDomain(tx, actor, before.email);
      await assertOwnDomain(tx, actor, requested.email);
      await changeAccount(tx, actor, before, requested);
    }
    const account = { ...names, name: requested.name, email: requested.email };
    const changed = Object.entries(account).filter(([key, value]) => value !== before[key as keyof typeof account]);
    if (changed.length > 0) {
      const updatedAt = databaseNow();
      await tx.scimUser.upsert({
        where: { workspaceId_userId: { workspaceId, userId: id } },
        create: { workspaceId, userId: id, updatedAt, ...names },
        update: { updatedAt, ...names },
      });
      await recordAudit(tx, actor, "member.sync", { id, name: requested.name }, Object.fromEntries(changed));
    }
    if (requested.isActive && !before.role) await activate(tx, actor, { ...before, ...requested });
    if (!requested.isActive && before.role) await leave(tx, actor, { ...before, ...requested });
    return load(tx, actor, id);
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new AppError("already_exists", "Another account has this address.");
    throw error;
  });
  publish(keysTopic, workspaceId);
  return after;
}

/** Ends a membership but keeps the SCIM data, so that the identity provider can still find the person. */
async function leave(tx: Transaction, actor: SystemActor, user: ScimUserRow): Promise<void> {
  const { workspaceId } = actor;
  const { id: userId, userName } = user;
  await deactivate(tx, actor, user);
  await tx.scimUser.upsert({
    where: { workspaceId_userId: { workspaceId, userId } },
    create: { workspaceId, userId, userName },
    update: { updatedAt: databaseNow() },
  });
}

/** Removes a person, with keys and sessions, and deletes the SCIM data. Throws 404, 409 `last_owner`. */
export async function deleteUser(actor: SystemActor, id: string): Promise<void> {
  const { workspaceId } = actor;
  await transaction(async (tx) => {
    await lockScim(tx, workspaceId);
    const user = await load(tx, actor, id);
    if (user.role) await deactivate(tx, actor, user);
    else await recordAudit(tx, actor, "member.sync", { id, name: user.name }, { isForgotten: true });
    await tx.scimUser.deleteMany({ where: { workspaceId, userId: id } });
  });
  publish(keysTopic, workspaceId);
}

/**
 * Sets the name and address of an account from its identity provider. Throws 403 `forbidden` for the address of an
 * owner or of a person in another workspace: the address gives access to the account, so only they may change it.
 */
async function changeAccount(
  tx: Transaction,
  actor: SystemActor,
  { id: userId, name: from, email: old, role }: ScimUserRow,
  { name, email }: Pick<RequestedUser, "name" | "email">,
): Promise<void> {
  const by = actorRecord(actor);
  if (email !== old) {
    const others = await tx.member.count({ where: { userId, workspaceId: { not: actor.workspaceId } } });
    if (role === "owner" || others > 0)
      throw new AppError(
        "forbidden",
        "Owners, and people who are also in other workspaces, change their address themselves under Account.",
      );
    await endLinks(tx, userId);
    await recordForPerson(tx, { userId, name: from }, "member.change-email", { from: old, to: email }, by);
    for (const address of [old, email]) await queueMail(tx, address, { kind: "address-changed", from: old, to: email });
  }
  if (name !== from) await recordForPerson(tx, { userId, name: from }, "member.rename", { from, to: name }, by);
  // The person has not yet confirmed the new address.
  await tx.user.update({
    where: { id: userId },
    data: { name, email, ...(email !== old && { emailVerifiedAt: null }) },
  });
}
