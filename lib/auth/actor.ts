import type { ActorRecord } from "@/lib/core/audit";
import type { KeyScope, Role } from "@/lib/core/generated/prisma/enums";
import type { Permission } from "./permission";

/** Who asks, within exactly one workspace. The first argument of every command and query. */
export type Actor = UserActor | KeyActor | SystemActor;

export type UserActor = {
  kind: "user";
  workspaceId: string;
  userId: string;
  name: string;
  role: Role;
  /** The workspace asks for a recent proof of identity before risky acts, and this session has none. */
  mustProve?: boolean;
  /** The workspace asks for a second factor, and this session was opened with a password alone: it may do nothing. */
  mustAddFactor?: boolean;
};

export type KeyActor = {
  kind: "key";
  workspaceId: string;
  keyId: string;
  name: string;
  scope: KeyScope;
  /** What it may do; left out for keys made before rights existed, which may do all of their scope. */
  rights?: readonly Permission[];
  /** Its owner. */
  ownerId?: string | null;
  /** Ids of the environments the key reaches; "all" includes those added later. */
  environments: "all" | readonly string[];
  /** Requests a minute; null is no limit. */
  requestsPerMinute: number | null;
};

export type SystemActor = { kind: "system"; workspaceId: string; name: string };

/** The actor as audit, releases and versions write it down. */
export function actorRecord(actor: Actor): ActorRecord {
  if (actor.kind === "user") return { actorKind: "user", actorId: actor.userId, actorName: actor.name };
  if (actor.kind === "key") return { actorKind: "key", actorId: actor.keyId, actorName: actor.name };
  return { actorKind: "system", actorId: null, actorName: actor.name };
}

/** Someone signed in, outside of any workspace: for their account, for joining and making workspaces. */
export type Person = { userId: string; name: string; email: string };

/** A person as audit writes them down. */
export function personRecord({ userId, name }: Pick<Person, "userId" | "name">): ActorRecord {
  return { actorKind: "user", actorId: userId, actorName: name };
}
