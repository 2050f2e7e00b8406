import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import { keyScopeRights, type Permission, rolePermissions } from "./authorize";

/** Rights that reach the whole workspace. A key for some environments cannot be given them. */
export const workspaceWideRights: readonly Permission[] = [
  "workspace:write",
  "connection:write",
  "alert:write",
  "audit:read",
  "system:read",
  "member:write",
];

/** Rights that a key has only when they were named as it was made. */
export const namedRights: readonly Permission[] = [...workspaceWideRights, "key:write"];

/** What a new key may do when nothing is named. */
export function defaultRights(scope: KeyScope): Permission[] {
  return keyScopeRights[scope].filter((right) => !namedRights.includes(right));
}

/** What a key may do. Keys made before rights existed hold everything of their scope. */
export function rightsOf({ scope, rights }: { scope: KeyScope; rights?: readonly string[] | undefined }): Permission[] {
  if (!rights || rights.length === 0) return [...keyScopeRights[scope]];
  return keyScopeRights[scope].filter((right) => rights.includes(right));
}

/** What a person of this role may give a key of their own: whoever may make keys, everything; others, what they may do. */
export function rightsToGive(role: Role): Permission[] {
  const held = rolePermissions[role];
  return held.includes("key:write")
    ? [...keyScopeRights.manage]
    : keyScopeRights.manage.filter((right) => held.includes(right));
}

type Key = { scope: KeyScope; rights: readonly string[]; allEnvironments: boolean };

/** The rights that make a key wide: over the whole workspace, or over keys. Pure. */
export function wideRightsOf(key: Key): Permission[] {
  const held = rightsOf(key);
  return namedRights.filter((right) => held.includes(right));
}

/** Named sets of rights for a manage key. */
export const rightPresets = {
  read: ["prompt:read", "member:read", "interaction:read"],
  author: ["prompt:read", "prompt:write", "review:write", "suite:write", "evaluation:run", "interaction:read"],
  release: ["prompt:read", "prompt:promote", "prompt:promote-protected", "evaluation:run"],
} as const satisfies Record<string, readonly Permission[]>;
