import { Prisma } from "@/lib/core/generated/prisma/client";
import type { Actor } from "./actor";

/** The ids of the environments to which a key is limited. Null for an actor without such a limit. Pure. */
export const environmentLimit = (actor: Actor): string[] | null =>
  actor.kind === "key" && actor.environments !== "all" ? [...actor.environments] : null;

/** A Prisma condition on a column with the id of an environment: the actor may use it. */
export function withinLimit(actor: Actor): { environmentId?: { in: string[] } } {
  const ids = environmentLimit(actor);
  return ids ? { environmentId: { in: ids } } : {};
}

/** The same condition in SQL, on `environments e`. */
export function withinLimitSql(actor: Actor): Prisma.Sql {
  const ids = environmentLimit(actor);
  return ids ? Prisma.sql`e.id = any(${ids}::uuid[])` : Prisma.sql`true`;
}
