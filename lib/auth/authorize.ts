import { AppError } from "@/lib/core/errors";
import type { Role } from "@/lib/core/generated/prisma/enums";
import type { Actor } from "./actor";

/** Everything an actor may be allowed to do. */
export type Permission =
  | "prompt:read"
  | "prompt:write"
  | "prompt:promote"
  | "prompt:promote-protected"
  | "prompt:resolve"
  | "review:write"
  | "release:override"
  | "suite:write"
  | "evaluation:run"
  | "gate:write"
  | "guard:write"
  | "alert:write"
  | "event:write"
  | "interaction:read"
  | "experiment:write"
  | "share:write"
  | "playground:run"
  | "connection:read"
  | "connection:write"
  | "member:read"
  | "member:write"
  | "workspace:write"
  | "key:read"
  | "key:write"
  | "audit:read"
  | "system:read";

const viewer: readonly Permission[] = ["prompt:read", "member:read"];
const editor: readonly Permission[] = [
  ...viewer,
  "prompt:write",
  "prompt:promote",
  "review:write",
  "suite:write",
  "playground:run",
  "connection:read",
  "evaluation:run",
  "interaction:read",
  "experiment:write",
  "share:write",
];
const publisher: readonly Permission[] = [...editor, "prompt:promote-protected", "guard:write"];
const admin: readonly Permission[] = [
  ...publisher,
  "key:read",
  "key:write",
  "audit:read",
  "member:write",
  "connection:write",
  "workspace:write",
  "release:override",
  "gate:write",
  "alert:write",
  "system:read",
];

/** What each role may do; higher roles include the lower ones. */
const rolePermissions: Record<Role, readonly Permission[]> = {
  viewer,
  editor,
  publisher,
  admin,
  owner: admin,
};

const runtimeKeyPermissions: readonly Permission[] = ["prompt:resolve", "event:write"];
const manageKeyPermissions: readonly Permission[] = [...admin, ...runtimeKeyPermissions];

/** An environment as authorisation sees it. */
export type EnvironmentScope = { id: string; name: string; isProtected: boolean };

/** Whether the actor may do it (anywhere, or in the given environment). Pure. */
export function can(actor: Actor, permission: Permission, environment?: EnvironmentScope): boolean {
  return refusal(actor, permission, environment) === null;
}

/** What asks for a recent proof of identity, in a workspace that wants one. */
const provenPermissions: ReadonlySet<Permission> = new Set(["key:write", "member:write", "prompt:promote-protected"]);

/**
 * Throws 403 `forbidden`, `insufficient_scope` or `environment_not_allowed` when the actor may not, and
 * `proof_required` when they may once they have proved who they are. Pure.
 */
export function authorize(actor: Actor, permission: Permission, environment?: EnvironmentScope): void {
  const error = refusal(actor, permission, environment);
  if (error) throw error;
  if (provenPermissions.has(neededFor(permission, environment))) assertProved(actor);
}

/** Throws 403 `proof_required` for a person who has to prove who they are first. Pure. */
export function assertProved(actor: Actor): void {
  if (actor.kind === "user" && actor.mustProve)
    throw new AppError("proof_required", "This workspace asks for your password before this. Give it, then try again.");
}

/** Promoting where it is protected takes a permission of its own. */
function neededFor(permission: Permission, environment?: EnvironmentScope): Permission {
  return permission === "prompt:promote" && environment?.isProtected ? "prompt:promote-protected" : permission;
}

function refusal(actor: Actor, permission: Permission, environment?: EnvironmentScope): AppError | null {
  if (actor.kind === "system") return null;
  const needed = neededFor(permission, environment);
  if (actor.kind === "user") {
    if (rolePermissions[actor.role].includes(needed)) return null;
    const where = environment ? ` in ${environment.name}` : "";
    return new AppError("forbidden", `The role ${actor.role} may not do this${where}.`);
  }
  const allowed = actor.scope === "manage" ? manageKeyPermissions : runtimeKeyPermissions;
  if (!allowed.includes(needed))
    return new AppError("insufficient_scope", `A ${actor.scope} key may not do this. Use a manage key.`);
  if (environment && actor.environments !== "all" && !actor.environments.includes(environment.id))
    return new AppError("environment_not_allowed", `This key may not use the environment ${environment.name}.`);
  return null;
}
