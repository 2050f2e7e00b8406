import { z } from "zod";
import type { SystemActor } from "@/lib/auth/actor";
import { changeGroup, createGroup, deleteGroup } from "@/lib/auth/scim/commands/groups";
import { findScimGroup, listScimGroups, type ScimGroupView } from "@/lib/auth/scim/queries";
import type { RequestedGroup } from "@/lib/auth/scim/rules";
import { notFound } from "@/lib/core/errors";
import { attribute, listOf, objectOf, textOf } from "./attributes";
import { ScimFault } from "./fault";
import { parseFilter, toGroupTest } from "./filter";
import { type Change, readPatch, refuseReadOnly } from "./patch";
import { toGroupResource } from "./resources";
import { assertUnchanged, listAnswer, resourceAnswer, resourceRoutes, type ScimCall } from "./route";

const guid = z.guid();

/** The ids in a list of members. Throws `invalidValue` for nested groups. */
function idsOf(value: unknown): string[] {
  return listOf(value).map((each) => {
    const sent = typeof each === "string" ? { value: each } : objectOf(each, "A member");
    const id = guid.safeParse(attribute(sent, "value"));
    if (id.success) return id.data.toLowerCase();
    throw new ScimFault("invalidValue", "A member's value is the id of a user of this workspace.");
  });
}

function nameOf(value: unknown): string {
  const name = textOf(value, "displayName", 200)?.trim();
  if (name) return name;
  throw new ScimFault("invalidValue", "displayName is required.");
}

function readGroup(body: unknown): RequestedGroup {
  const sent = objectOf(body, "The body");
  return {
    name: nameOf(attribute(sent, "displayName")),
    externalId: textOf(attribute(sent, "externalId"), "externalId"),
    memberIds: idsOf(attribute(sent, "members")),
  };
}

const requestedOf = ({ displayName, externalId, members }: ScimGroupView): RequestedGroup => ({
  name: displayName,
  externalId,
  memberIds: members.map(({ id }) => id),
});

/** Applies one change of a PATCH to a group. */
function apply(before: RequestedGroup, change: Change, id: string): RequestedGroup {
  refuseReadOnly(change, id);
  const { verb, attribute: name, filter, value } = change;
  if (name === "displayname") return { ...before, name: nameOf(value) };
  if (name === "externalid") return { ...before, externalId: textOf(value, "externalId") };
  if (name !== "members") return before;
  const { memberIds } = before;
  if (verb === "replace") return { ...before, memberIds: idsOf(value) };
  if (verb === "add") return { ...before, memberIds: [...memberIds, ...idsOf(value)] };
  const gone = filter === null ? idsOf(value) : [memberIn(filter)];
  const isAll = filter === null && (value === undefined || value === null);
  return { ...before, memberIds: isAll ? [] : memberIds.filter((each) => !gone.includes(each)) };
}

/** `members[value eq "…"]` */
function memberIn(text: string): string {
  const filter = parseFilter(text);
  if (filter.op === "eq" && filter.attrPath.toLowerCase() === "value") return String(filter.compValue).toLowerCase();
  throw new ScimFault("invalidPath", 'A member is named by members[value eq "…"].');
}

async function load(actor: SystemActor, id: string): Promise<ScimGroupView> {
  const view = guid.safeParse(id).success ? await findScimGroup(actor, id) : null;
  if (!view) throw notFound("This group");
  return view;
}

async function list({ actor, query }: ScimCall) {
  const test = query.filter && toGroupTest(query.filter);
  const groups = await listScimGroups(actor);
  const found = groups.filter((group) => {
    if (!test) return true;
    if (test.attribute === "name") return group.displayName.toLowerCase() === test.value.toLowerCase();
    return group[test.attribute] === test.value;
  });
  const from = query.startIndex - 1;
  const page = await Promise.all(found.slice(from, from + query.count).map(({ id }) => load(actor, id)));
  return listAnswer(page.map(toGroupResource), found.length, query);
}

async function create({ actor, body, query }: ScimCall) {
  return resourceAnswer(201, toGroupResource(await createGroup(actor, readGroup(body))), query);
}

async function read({ actor, id, query }: ScimCall) {
  return resourceAnswer(200, toGroupResource(await load(actor, id)), query);
}

async function change(call: ScimCall, to: (before: ScimGroupView) => RequestedGroup) {
  const { actor, id } = call;
  await load(actor, id);
  return changeGroup(actor, id, (before) => {
    assertUnchanged(call, toGroupResource(before));
    return to(before);
  });
}

async function replace(call: ScimCall) {
  const requested = readGroup(call.body);
  return resourceAnswer(200, toGroupResource(await change(call, () => requested)), call.query);
}

/** Returns no body, because a group may have thousands of members. */
async function patch(call: ScimCall) {
  const changes = readPatch(call.body);
  await change(call, (before) =>
    changes.reduce((requested, each) => apply(requested, each, before.id), requestedOf(before)),
  );
  return { status: 204, body: null };
}

async function remove({ actor, id }: ScimCall) {
  await load(actor, id);
  await deleteGroup(actor, id);
  return { status: 204, body: null };
}

/** The routes of /Groups. Each group gives its people a role. */
export const groupRoutes = resourceRoutes("Groups", { list, create, read, replace, patch, remove });
