import type { ActorRecord } from "@/lib/core/audit";
import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import type { Permission } from "./permission";

/** The caller, within exactly one workspace. It is the first argument of every command and query. */
export type Actor = UserActor | KeyActor | SystemActor;

export type UserActor = {
  kind: "user";
  workspaceId: string;
  userId: string;
  name: string;
  role: Role;
  /** True if the workspace requires a recent proof of identity for sensitive actions and this session has none. */
  mustProve?: boolean;
  /**
   * True if the workspace requires a second factor and this session was opened with a password only. The actor may then
   * do nothing.
   */
  mustAddFactor?: boolean;
};

export type KeyActor = {
  kind: "key";
  workspaceId: string;
  keyId: string;
  name: string;
  scope: KeyScope;
  /**
   * The permissions of the key. Undefined for keys created before rights existed, which have every right of their
   * scope.
   */
  rights?: readonly Permission[];
  /** The id of the key's owner. */
  ownerId?: string | null;
  /** Ids of the environments the key may access. "all" includes environments added later. */
  environments: "all" | readonly string[];
  /** Requests per minute; null means no limit. */
  requestsPerMinute: number | null;
};

export type SystemActor = { kind: "system"; workspaceId: string; name: string };

/** The actor in the form stored in audit events, releases and versions. */
export function actorRecord(actor: Actor): ActorRecord {
  if (actor.kind === "user") return { actorKind: "user", actorId: actor.userId, actorName: actor.name };
  if (actor.kind === "key") return { actorKind: "key", actorId: actor.keyId, actorName: actor.name };
  return { actorKind: "system", actorId: null, actorName: actor.name };
}

/** A signed-in person outside of any workspace: for account pages, and for joining and creating workspaces. */
export type Person = { userId: string; name: string; email: string };

/** The person in the form stored in audit events. */
export function personRecord({ userId, name }: Pick<Person, "userId" | "name">): ActorRecord {
  return { actorKind: "user", actorId: userId, actorName: name };
}
