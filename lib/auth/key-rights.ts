import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import { keyScopeRights, type Permission, rolePermissions } from "./authorize";

/** Rights that reach the whole workspace. A key for selected environments cannot have them. */
export const workspaceWideRights: readonly Permission[] = [
  "workspace:write",
  "connection:write",
  "alert:write",
  "audit:read",
  "system:read",
  "member:write",
];

/** Rights that a key has only if they were named at its creation. */
export const namedRights: readonly Permission[] = [...workspaceWideRights, "key:write"];

/** The rights of a new key if none are named. */
export function defaultRights(scope: KeyScope): Permission[] {
  return keyScopeRights[scope].filter((right) => !namedRights.includes(right));
}

/** The rights of a key. Keys created before rights existed have every right of their scope. */
export function rightsOf({ scope, rights }: { scope: KeyScope; rights?: readonly string[] | undefined }): Permission[] {
  if (!rights || rights.length === 0) return [...keyScopeRights[scope]];
  return keyScopeRights[scope].filter((right) => rights.includes(right));
}

/**
 * The rights that a person of this role may give a key of their own: all rights for roles that may create keys, else
 * those of the role.
 */
export function rightsToGive(role: Role): Permission[] {
  const held = rolePermissions[role];
  return held.includes("key:write")
    ? [...keyScopeRights.manage]
    : keyScopeRights.manage.filter((right) => held.includes(right));
}

type Key = { scope: KeyScope; rights: readonly string[]; allEnvironments: boolean };

/** The rights of a key that reach the whole workspace or other keys. Pure. */
export function wideRightsOf(key: Key): Permission[] {
  const held = rightsOf(key);
  return namedRights.filter((right) => held.includes(right));
}

/** Presets of rights for a manage key. */
export const rightPresets = {
  read: ["prompt:read", "member:read", "interaction:read"],
  author: ["prompt:read", "prompt:write", "review:write", "suite:write", "evaluation:run", "interaction:read"],
  release: ["prompt:read", "prompt:promote", "prompt:promote-protected", "evaluation:run"],
} as const satisfies Record<string, readonly Permission[]>;
