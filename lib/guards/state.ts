import type { GuardStatus } from "./findings";
import type { GuardMemory } from "./memory";

/** Where a guard stands, for people. `memory`: of what is live now, if there is any. Pure. */
export function shownStatus({
  isEnabled,
  memory,
  coolUntil,
}: {
  isEnabled: boolean;
  memory: Pick<GuardMemory, "status" | "revision" | "restoredRevision"> | null;
  /** Null: it may roll back. */
  coolUntil: string | null;
}): GuardStatus {
  if (!isEnabled) return "off";
  if (coolUntil === null) return memory?.status ?? "waiting";
  return memory && memory.revision === memory.restoredRevision ? "rolled_back" : "cooling_down";
}
