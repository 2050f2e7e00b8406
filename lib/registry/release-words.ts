import type { ReleaseView } from "./views";

/** The kind of a release, as a label. */
export const releaseWords: Record<ReleaseView["kind"], string> = {
  promote: "Promoted",
  rollback: "Rolled back",
  "auto-rollback": "Rolled back automatically",
  experiment: "Decided by an experiment",
};

/** The kind of a release that took the one before it back. */
export const undoneWord = "Undone";

/** What a release did to the version that it made live. */
export const madeLiveWords: Record<ReleaseView["kind"], string> = {
  promote: "promoted",
  rollback: "restored",
  "auto-rollback": "rolled back to automatically",
  experiment: "released by an experiment",
};

/** Why a person may not promote anything to an environment, to that person. */
export const roleRefusal = (role: string, environment: string) =>
  `Your role, ${role}, may not promote to ${environment}.`;

/** Why nobody may promote a version of an archived prompt. */
export const archivedRefusal = "This prompt is archived. Restore it first.";
