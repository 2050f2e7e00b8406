import { restsOf } from "@/lib/core/rests";

/** Workspaces, and phases by key, that cannot be counted and are left out for some time. */
export const workspaceRests = restsOf("counted workspaces", 60);
export const phaseRests = restsOf("counted phases", 60);
