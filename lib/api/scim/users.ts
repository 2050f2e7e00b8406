import type { SystemActor } from "@/lib/auth/actor";
import { changeUser, deleteUser, provisionUser } from "@/lib/auth/scim/commands/users";
import { findScimUser, listScimGroups, listScimUsers, type ScimUserRow } from "@/lib/auth/scim/queries";
import { notFound } from "@/lib/core/errors";
import { toUserFilter } from "./filter";
import { readPatch } from "./patch";
import { patchUser } from "./patch-user";
import { type Resource, toUserResource } from "./resources";
import { assertUnchanged, listAnswer, resourceAnswer, resourceRoutes, type ScimCall } from "./route";
import { fieldsOf, readUser, toRequestedUser } from "./user-fields";

async function toResource(actor: SystemActor, view: ScimUserRow): Promise<Resource> {
  return toUserResource(view, await listScimGroups(actor));
}

async function list({ actor, query }: ScimCall) {
  const { filter, startIndex, count } = query;
  const page = { filter: filter && toUserFilter(filter), offset: startIndex - 1, limit: count };
  const [{ users, total }, groups] = await Promise.all([listScimUsers(actor, page), listScimGroups(actor)]);
  return listAnswer(
    users.map((view) => toUserResource(view, groups)),
    total,
    query,
  );
}

async function create({ actor, body, query }: ScimCall) {
  const view = await provisionUser(actor, toRequestedUser(readUser(body)));
  return resourceAnswer(201, await toResource(actor, view), query);
}

async function read({ actor, id, query }: ScimCall) {
  const view = await findScimUser(actor, id);
  if (!view) throw notFound("This user");
  return resourceAnswer(200, await toResource(actor, view), query);
}

async function replace(call: ScimCall) {
  const { actor, id, body, query } = call;
  const fields = readUser(body);
  const groups = await listScimGroups(actor);
  const after = await changeUser(actor, id, (before) => {
    assertUnchanged(call, toUserResource(before, groups));
    return toRequestedUser(fields, before);
  });
  return resourceAnswer(200, toUserResource(after, groups), query);
}

async function patch(call: ScimCall) {
  const { actor, id, body, query } = call;
  const changes = readPatch(body);
  const groups = await listScimGroups(actor);
  const after = await changeUser(actor, id, (before) => {
    assertUnchanged(call, toUserResource(before, groups));
    return toRequestedUser(patchUser(fieldsOf(before), changes, before.id), before);
  });
  return resourceAnswer(200, toUserResource(after, groups), query);
}

async function remove({ actor, id }: ScimCall) {
  await deleteUser(actor, id);
  return { status: 204, body: null };
}

/** The routes of /Users (RFC 7644, 3). */
export const userRoutes = resourceRoutes("Users", { list, create, read, replace, patch, remove });
