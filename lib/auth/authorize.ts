import { AppError } from "@/lib/core/errors";
import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import { singleton } from "@/lib/core/singleton";
import type { Actor } from "./actor";
import type { Permission } from "./permission";

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

/** What each role may do; higher roles include the lower ones. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  viewer,
  editor,
  publisher,
  admin,
  owner,
};

const runtimeKeyPermissions: readonly Permission[] = ["prompt:resolve", "event:write"];

/** What keys of a scope can hold. */
export const keyScopeRights: Record<KeyScope, readonly Permission[]> = {
  runtime: runtimeKeyPermissions,
  manage: [...admin, ...runtimeKeyPermissions],
};

type KeyUseListener = (keyId: string, right: Permission) => void;
const keyUse = singleton("key-use", () => ({ listener: null as KeyUseListener | null }));

/** Sets what is called with each right that a key uses. */
export function onKeyUse(listener: KeyUseListener): void {
  keyUse.listener = listener;
}

/** An environment as authorisation sees it. */
export type EnvironmentScope = { id: string; name: string; isProtected: boolean };

/** Whether the actor may do it (anywhere, or in the given environment). Pure. */
export function can(actor: Actor, permission: Permission, environment?: EnvironmentScope): boolean {
  return refusal(actor, permission, environment) === null;
}

/** What asks for a recent proof of identity, in a workspace that wants one. */
const provenPermissions: ReadonlySet<Permission> = new Set([
  "key:write",
  "member:write",
  "prompt:promote-protected",
  "workspace:delete",
]);

/**
 * Throws 403 `forbidden`, `second_factor_required`, `insufficient_scope` or `environment_not_allowed` when the actor may not, and
 * `proof_required` when they may once they have proved who they are. Pure.
 */
export function authorize(actor: Actor, permission: Permission, environment?: EnvironmentScope): void {
  const error = refusal(actor, permission, environment);
  if (error) throw error;
  if (actor.kind === "key") keyUse.listener?.(actor.keyId, neededFor(permission, environment));
  if (provenPermissions.has(neededFor(permission, environment))) assertProved(actor);
}

/** Throws 403 `proof_required` for a person who has to prove who they are first. Pure. */
export function assertProved(actor: Actor): void {
  if (actor.kind === "user" && actor.mustProve)
    throw new AppError(
      "proof_required",
      "This workspace asks for your password before this. Enter it, then try again.",
    );
}

/** Throws 403 `environment_not_allowed` for a key that does not reach every environment; `why` says why it has to. Pure. */
export function assertReachesAll(actor: Actor, why: string): void {
  if (actor.kind === "key" && actor.environments !== "all")
    throw new AppError("environment_not_allowed", `${why}, and this key does not. Use one for all.`);
}

/** Promoting where it is protected takes a permission of its own. */
function neededFor(permission: Permission, environment?: EnvironmentScope): Permission {
  return permission === "prompt:promote" && environment?.isProtected ? "prompt:promote-protected" : permission;
}

function refusal(actor: Actor, permission: Permission, environment?: EnvironmentScope): AppError | null {
  if (actor.kind === "system") return null;
  const needed = neededFor(permission, environment);
  if (actor.kind === "user") {
    if (actor.mustAddFactor)
      return new AppError(
        "second_factor_required",
        "This workspace asks for a second factor. Set one up in your account, or sign in with it.",
      );
    if (rolePermissions[actor.role].includes(needed)) return null;
    const where = environment ? ` in ${environment.name}` : "";
    return new AppError("forbidden", `The role ${actor.role} may not do this${where}.`);
  }
  if (!keyScopeRights[actor.scope].includes(needed))
    return new AppError("insufficient_scope", `A ${actor.scope} key may not do this. Use a manage key.`);
  if (actor.rights && !actor.rights.includes(needed))
    return new AppError("insufficient_scope", `This key lacks the right ${needed}. Use one that has it.`);
  if (environment && actor.environments !== "all" && !actor.environments.includes(environment.id))
    return new AppError("environment_not_allowed", `This key may not use the environment ${environment.name}.`);
  return null;
}
