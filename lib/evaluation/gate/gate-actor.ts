import type { SystemActor } from "@/lib/auth/actor";

/** Who evaluates what was saved and promotes what passes, when nobody asked for it there and then. */
export const gateActor = (workspaceId: string): SystemActor => ({ kind: "system", workspaceId, name: "Gate" });
