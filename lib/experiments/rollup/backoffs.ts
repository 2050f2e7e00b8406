import { createBackoff } from "@/lib/core/backoff";

/** Workspaces, and phases by key, that cannot be counted and are left out for some time. */
export const workspaceBackoff = createBackoff("counted workspaces", 60);
export const phaseBackoff = createBackoff("counted phases", 60);
