import { z } from "zod";
import { count } from "@/lib/core/view-fields";
import { approvedSuiteView, changedByView } from "@/lib/registry/gate/approved-suite";

const names = z.array(z.string());

/** The changes of a suite that a gate does not use yet. Cases are counted from the approved to the current revision. */
const waitingChanges = z.strictObject({
  revision: count.meta({ description: "The current revision of the suite. Send it with the approval." }),
  scorersHash: z.string().meta({ description: "The hash of the current scorers. Send it with the approval." }),
  casesChangedBy: changedByView.nullable(),
  scorersChangedBy: changedByView.nullable(),
  cases: z.strictObject({ added: count, removed: count, replaced: count }),
  scorers: z
    .strictObject({
      added: names,
      changed: names,
      removed: names,
      renamed: z
        .array(z.strictObject({ before: z.string(), after: z.string() }))
        .meta({ description: "The scorers whose name changed and whose measurement did not." }),
    })
    .meta({ description: "The changed scorers, by name." }),
});
export type WaitingChanges = z.output<typeof waitingChanges>;

/** A gate with its approved cases and scorers, and whether the caller may approve changes. */
export const suiteOfGateView = z
  .strictObject({
    prompt: z.string(),
    environment: z.string(),
    suite: approvedSuiteView,
    waiting: waitingChanges
      .nullable()
      .meta({ description: "The changes that wait for an approval; null if there are none." }),
    mayApprove: z.boolean(),
  })
  .meta({ id: "GateSuite" });
export type SuiteOfGate = z.output<typeof suiteOfGateView>;
