import { type Actor, actorRecord } from "@/lib/auth/actor";
import { databaseNow } from "@/lib/core/database-clock";
import type { ChangedBy } from "../gate/approved-suite";

/** The actor and the current time, as suites and gates store it. */
export function changedBy(actor: Actor): ChangedBy {
  const { actorKind: kind, actorId: id, actorName: name } = actorRecord(actor);
  return { kind, id, name, at: databaseNow().toISOString() };
}
