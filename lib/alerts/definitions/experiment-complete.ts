import { experimentData } from "../data-fields";
import type { AlertKindDeclaration } from "../define-alert";

/** Stored by earlier versions. */
export const experimentComplete = {
  kind: "experiment.complete",
  severity: "info",
  when: "the planned sample is complete. Not sent any more: `experiment.ready` and `experiment.invalid` replace it",
  data: experimentData,
} as const satisfies AlertKindDeclaration;
