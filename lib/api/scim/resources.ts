import type { ScimGroupView, ScimUserRow } from "@/lib/auth/scim/queries";
import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";
import { serverUrl } from "@/lib/core/server-url";

export const scimBase = () => `${serverUrl()}/api/scim/v2`;

export const schemaIds = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  group: "urn:ietf:params:scim:schemas:core:2.0:Group",
  list: "urn:ietf:params:scim:api:messages:2.0:ListResponse",
} as const;

export type Resource = { id: string; schemas: string[]; meta: { location: string; version: string } };

type Dates = { createdAt: Date; updatedAt: Date };

function withMeta<Body extends { id: string; schemas: string[] }>(
  resourceType: "User" | "Group",
  body: Body,
  { createdAt, updatedAt }: Dates,
): Body & Resource {
  return {
    ...body,
    meta: {
      resourceType,
      created: createdAt.toISOString(),
      lastModified: updatedAt.toISOString(),
      location: `${scimBase()}/${resourceType}s/${body.id}`,
      version: `W/"${sha256Hex(canonicalJson(body)).slice(0, 16)}"`,
    },
  };
}

type GroupName = { id: string; role: string; displayName: string };

/** The SCIM representation of a person (RFC 7643, 4.1). */
export function toUserResource(view: ScimUserRow, groups: readonly GroupName[]): Resource {
  const { id, userName, email, name, givenName, familyName, externalId, role } = view;
  const body = {
    schemas: [schemaIds.user],
    id,
    userName,
    ...(externalId && { externalId }),
    name: { formatted: name, ...(givenName && { givenName }), ...(familyName && { familyName }) },
    displayName: name,
    emails: [{ value: email, type: "work", primary: true }],
    active: role !== null,
    roles: role ? [{ value: role, primary: true }] : [],
    groups: groups
      .filter((group) => view.groups.some((one) => one === group.role))
      .map((group) => ({ value: group.id, display: group.displayName, $ref: `${scimBase()}/Groups/${group.id}` })),
  };
  return withMeta("User", body, view);
}

/** The SCIM representation of a group (RFC 7643, 4.2). */
export function toGroupResource(view: ScimGroupView): Resource {
  const { id, displayName, externalId, members } = view;
  const body = {
    schemas: [schemaIds.group],
    id,
    displayName,
    ...(externalId && { externalId }),
    members: members.map((one) => ({
      value: one.id,
      display: one.name,
      type: "User",
      $ref: `${scimBase()}/Users/${one.id}`,
    })),
  };
  return withMeta("Group", body, view);
}
