import type { ReleaseView } from "./views";

/** The kind of a release, as a label. */
export const releaseWords: Record<ReleaseView["kind"], string> = {
  promote: "Promoted",
  rollback: "Rolled back",
  "auto-rollback": "Rolled back automatically",
  experiment: "Decided by an experiment",
};

/** What a release did to the version that it made live. */
export const madeLiveWords: Record<ReleaseView["kind"], string> = {
  promote: "promoted",
  rollback: "restored",
  "auto-rollback": "rolled back to automatically",
  experiment: "released by an experiment",
};
