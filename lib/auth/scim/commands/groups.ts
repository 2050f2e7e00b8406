import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { publish } from "@/lib/core/publish";
import type { SystemActor } from "../../actor";
import { keysTopic } from "../../api-keys";
import { recordAudit } from "../../audit";
import { lockForChange } from "../../commands/lock-members";
import { setRole } from "../../commands/members";
import { findScimGroup, type ScimGroupView } from "../queries";
import { groupNames, type RequestedGroup, roleOfGroup, roleOfGroups } from "../rules";
import { lockScim } from "./lock-scim";

function roleFor(name: string): Role {
  const role = roleOfGroup(name);
  if (role) return role;
  throw new AppError("invalid_name", `“${name}” names no role. Groups are called ${groupNames}.`);
}

const alreadyExists = (role: Role) => new AppError("already_exists", `There is already a group for the role ${role}.`);

async function load(tx: Transaction, actor: SystemActor, id: string): Promise<ScimGroupView> {
  const found = await findScimGroup(actor, id, tx);
  if (!found) throw notFound("This group");
  return found;
}

/** The unique index rejects a member's address that is already the userName of another user. */
function refuseDouble(error: unknown): never {
  if (!isUniqueViolation(error)) throw error;
  throw new AppError("already_exists", "The address of one of these members is the userName of another user.");
}

const idsOf = ({ members }: ScimGroupView) => members.map(({ id }) => id);

/** Creates the group of a role. Throws 422 `invalid_name`, 409 `already_exists`. */
export async function createGroup(
  actor: SystemActor,
  { name, externalId, memberIds }: RequestedGroup,
): Promise<ScimGroupView> {
  const { workspaceId } = actor;
  const role = roleFor(name);
  const after = await transaction(async (tx) => {
    await lockScim(tx, workspaceId);
    if ((await tx.scimGroup.count({ where: { workspaceId, role } })) > 0) throw alreadyExists(role);
    const { id } = await tx.scimGroup.create({ data: { workspaceId, role, displayName: name, externalId } });
    await recordAudit(tx, actor, "scim-group.create", { id, name }, { role });
    await setMembers(tx, actor, { role, before: [], after: memberIds });
    return load(tx, actor, id);
  }).catch(refuseDouble);
  publish(keysTopic, workspaceId);
  return after;
}

/** Changes a group by applying `change` to its current state. Throws 404, 422 `invalid_name`, 409 `invalid_state`. */
export async function changeGroup(
  actor: SystemActor,
  id: string,
  change: (before: ScimGroupView) => RequestedGroup,
): Promise<ScimGroupView> {
  const { workspaceId } = actor;
  const after = await transaction(async (tx) => {
    await lockScim(tx, workspaceId);
    const before = await load(tx, actor, id);
    const { role, displayName } = before;
    const { name, externalId, memberIds } = change(before);
    if (roleFor(name) !== role)
      throw new AppError(
        "invalid_state",
        `This is the group of the role ${role}. Make another group for another role.`,
      );
    if (name !== displayName || externalId !== before.externalId) {
      const data = { displayName: name, externalId, updatedAt: databaseNow() };
      await tx.scimGroup.update({ where: { id, workspaceId }, data });
      await recordAudit(tx, actor, "scim-group.update", { id, name }, { formerName: displayName });
    }
    await setMembers(tx, actor, { role, before: idsOf(before), after: memberIds });
    return load(tx, actor, id);
  }).catch(refuseDouble);
  publish(keysTopic, workspaceId);
  return after;
}

/** Deletes a group. Its people get the role of their other groups. */
export async function deleteGroup(actor: SystemActor, id: string): Promise<void> {
  const { workspaceId } = actor;
  await transaction(async (tx) => {
    await lockScim(tx, workspaceId);
    const group = await load(tx, actor, id);
    await setMembers(tx, actor, { role: group.role, before: idsOf(group), after: [] });
    await tx.scimGroup.delete({ where: { id, workspaceId } });
    await recordAudit(tx, actor, "scim-group.remove", { id, name: group.displayName });
  });
  publish(keysTopic, workspaceId);
}

type Membership = { role: Role; before: readonly string[]; after: readonly string[] };

/** Adds people to the group of a role and removes others. Owners keep their role. */
async function setMembers(tx: Transaction, actor: SystemActor, { role, before, after }: Membership): Promise<void> {
  const [had, requested] = [new Set(before), new Set(after)];
  const added = [...requested].filter((id) => !had.has(id));
  const removed = [...had].filter((id) => !requested.has(id));
  const changed = [...added, ...removed].sort();
  if (changed.length === 0) return;
  const { workspaceId } = actor;
  const { roleOf } = await lockForChange(tx, actor, ...changed);
  await rememberMembers(tx, actor, added, roleOf);
  const add = new Set(added);
  const rows = await tx.scimUser.findMany({ where: { workspaceId, userId: { in: changed } } });
  const updatedAt = databaseNow();
  for (const { userId, groups: earlier } of rows) {
    const others = earlier.filter((one) => one !== role);
    const groups = add.has(userId) ? [...others, role] : others;
    await tx.scimUser.update({
      where: { workspaceId_userId: { workspaceId, userId } },
      data: { groups, updatedAt },
    });
    const [from, to] = [roleOf(userId), roleOfGroups(groups)];
    if (from && from !== "owner" && from !== to) await setRole(tx, actor, { userId, from, to, keys: "revoke" });
  }
}

/**
 * Creates the SCIM row of members that the identity provider names for the first time. Throws 422 for people outside
 * the workspace.
 */
async function rememberMembers(
  tx: Transaction,
  { workspaceId }: SystemActor,
  ids: readonly string[],
  roleOf: (id: string) => Role | undefined,
): Promise<void> {
  const known = await tx.scimUser.findMany({
    where: { workspaceId, userId: { in: [...ids] } },
    select: { userId: true },
  });
  const found = new Set(known.map(({ userId }) => userId));
  const fresh = ids.filter((id) => !found.has(id));
  const stranger = fresh.find((id) => !roleOf(id));
  if (stranger) throw new AppError("invalid_request", `There is no user ${stranger} in this workspace.`);
  const people = await tx.user.findMany({ where: { id: { in: fresh } }, select: { id: true, email: true } });
  await tx.scimUser.createMany({
    data: people.map(({ id: userId, email: userName }) => ({ workspaceId, userId, userName })),
  });
}
