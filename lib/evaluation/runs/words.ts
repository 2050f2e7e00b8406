import type { RunView } from "./types";

/** Why a run has no scores. */
export const unmeasuredWords: Record<RunView["status"], string> = {
  queued: "Nothing is measured yet.",
  running: "Nothing is measured yet.",
  finished: "No scorer measured anything.",
  failed: "Nothing was measured.",
  cancelled: "Nothing was measured.",
};

/** How a run was started, after "started". */
export const triggerWords: Record<RunView["trigger"], string> = {
  manual: "manually",
  api: "through the API",
  save: "when it was saved",
  gate: "for the gate",
  baseline: "to compare with",
};

/** The status of a run, as a label. */
export const runStatusWords: Record<RunView["status"], string> = {
  queued: "Waiting",
  running: "Running",
  finished: "Finished",
  cancelled: "Cancelled",
  failed: "Run failed",
};
