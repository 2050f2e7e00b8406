import type { SystemActor } from "@/lib/auth/actor";

/** The system actor that evaluates saved versions and promotes those that pass. */
export const gateActor = (workspaceId: string): SystemActor => ({ kind: "system", workspaceId, name: "Gate" });
