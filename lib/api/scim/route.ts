import type { SystemActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { matchesNone } from "../etag";
import type { ScimQuery } from "./read-query";
import type { Resource } from "./resources";

export type ScimAnswer = { status: number; body: object | null; headers?: Record<string, string> };

export type ScimCall = { actor: SystemActor; id: string; query: ScimQuery; body: unknown; ifMatch: string | null };

export type ScimRoute = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path below /api/scim/v2. The first capturing group is the id. */
  path: RegExp;
  handle: Handle;
};

type Handle = (call: ScimCall) => Promise<ScimAnswer>;
type Handles = Record<"list" | "create" | "read" | "replace" | "patch" | "remove", Handle>;

/** The routes of a resource type: the list, and single resources by id. */
export function resourceRoutes(kind: "Users" | "Groups", handles: Handles): ScimRoute[] {
  const all = new RegExp(`^/${kind}$`);
  const one = new RegExp(`^/${kind}/([\\w-]{1,100})$`);
  return [
    { method: "GET", path: all, handle: handles.list },
    { method: "POST", path: all, handle: handles.create },
    { method: "GET", path: one, handle: handles.read },
    { method: "PUT", path: one, handle: handles.replace },
    { method: "PATCH", path: one, handle: handles.patch },
    { method: "DELETE", path: one, handle: handles.remove },
  ];
}

/** The requested attributes of a resource. Always includes id and schemas (RFC 7644, 3.9). */
function narrow(resource: Resource, { attributes, excluded }: ScimQuery): object {
  const isRequested = (name: string) => {
    if (name === "id" || name === "schemas") return true;
    const low = name.toLowerCase();
    return attributes ? attributes.has(low) : !excluded.has(low);
  };
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isRequested(name)));
}

/** The response with one resource. */
export function resourceAnswer(status: 200 | 201, resource: Resource, query: ScimQuery): ScimAnswer {
  const { location, version } = resource.meta;
  return { status, body: narrow(resource, query), headers: { etag: version, ...(status === 201 && { location }) } };
}

/** The response with a page of resources. */
export function listAnswer(resources: readonly Resource[], total: number, query: ScimQuery): ScimAnswer {
  return {
    status: 200,
    body: {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
      totalResults: total,
      startIndex: query.startIndex,
      itemsPerPage: resources.length,
      Resources: resources.map((resource) => narrow(resource, query)),
    },
  };
}

/** Throws 412 `precondition_failed` if the resource is not in the state that the client has seen. */
export function assertUnchanged({ ifMatch }: ScimCall, { meta }: Resource): void {
  if (ifMatch === null || matchesNone(ifMatch, meta.version.slice(2))) return;
  throw new AppError("precondition_failed", "This has changed since. Read it again.");
}
