import { AppError } from "@/lib/core/errors";
import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import { singleton } from "@/lib/core/singleton";
import type { Actor } from "./actor";
import type { Permission } from "./permission";
import { type Refusal, refusalWords } from "./refusal-words";

export type { Permission } from "./permission";

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
const owner: readonly Permission[] = [...admin, "workspace:delete"];

/** The permissions of each role. Higher roles include those of lower ones. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  viewer,
  editor,
  publisher,
  admin,
  owner,
};

const runtimeKeyPermissions: readonly Permission[] = ["prompt:resolve", "event:write"];

/** The permissions that keys of each scope can hold. */
export const keyScopeRights: Record<KeyScope, readonly Permission[]> = {
  runtime: runtimeKeyPermissions,
  manage: [...admin, ...runtimeKeyPermissions],
};

type KeyUseListener = (keyId: string, right: Permission) => void;
const keyUse = singleton("key-use", () => ({ listener: null as KeyUseListener | null }));

/** Sets the listener that is called with each right that a key uses. */
export function onKeyUse(listener: KeyUseListener): void {
  keyUse.listener = listener;
}

/** An environment, as authorization needs it. */
export type EnvironmentScope = { id: string; name: string; isProtected: boolean };

/** Whether the actor has the permission, anywhere or in the given environment. Pure. */
export function can(actor: Actor, permission: Permission, environment?: EnvironmentScope): boolean {
  return refusal(actor, permission, environment) === null;
}

/** Permissions that require a recent proof of identity, in workspaces that ask for one. */
const provenPermissions: ReadonlySet<Permission> = new Set([
  "key:write",
  "member:write",
  "prompt:promote-protected",
  "workspace:delete",
]);

/**
 * Throws 403 `forbidden`, `second_factor_required`, `insufficient_scope` or `environment_not_allowed` if the actor
 * lacks the permission. Throws 403 `proof_required` if the actor only lacks a recent proof of identity. Pure.
 */
export function authorize(actor: Actor, permission: Permission, environment?: EnvironmentScope): void {
  const refused = refusal(actor, permission, environment);
  if (refused) throw refusalError(refused);
  if (actor.kind === "key") keyUse.listener?.(actor.keyId, neededFor(permission, environment));
  if (provenPermissions.has(neededFor(permission, environment))) assertProved(actor);
}

/** Throws 403 `proof_required` for a person who must first prove their identity. Pure. */
export function assertProved(actor: Actor): void {
  if (actor.kind === "user" && actor.mustProve) throw refusalError({ code: "proof_required" });
}

/**
 * Throws 403 `environment_not_allowed` for a key that cannot access every environment. `why` gives the reason. Pure.
 */
export function assertReachesAll(actor: Actor, why: string): void {
  if (actor.kind === "key" && actor.environments !== "all")
    throw refusalError({ code: "environment_not_allowed", why });
}

/** Promoting to a protected environment requires a separate permission. */
function neededFor(permission: Permission, environment?: EnvironmentScope): Permission {
  return permission === "prompt:promote" && environment?.isProtected ? "prompt:promote-protected" : permission;
}

const refusalError = (refused: Refusal) => new AppError(refused.code, refusalWords(refused));

function refusal(actor: Actor, permission: Permission, environment?: EnvironmentScope): Refusal | null {
  if (actor.kind === "system") return null;
  const needed = neededFor(permission, environment);
  if (actor.kind === "user") {
    if (actor.mustAddFactor) return { code: "second_factor_required" };
    if (rolePermissions[actor.role].includes(needed)) return null;
    return { code: "forbidden", role: actor.role, environment: environment?.name ?? null };
  }
  if (!keyScopeRights[actor.scope].includes(needed)) return { code: "insufficient_scope", scope: actor.scope };
  if (actor.rights && !actor.rights.includes(needed)) return { code: "insufficient_scope", right: needed };
  if (environment && actor.environments !== "all" && !actor.environments.includes(environment.id))
    return { code: "environment_not_allowed", environment: environment.name };
  return null;
}
