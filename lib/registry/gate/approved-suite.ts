import { z } from "zod";
import { actorView } from "@/lib/auth/actor-view";
import { count, time } from "@/lib/core/view-fields";

const { kind, id, name } = actorView.shape;

/** Who changed or approved a suite, and when. A copy is stored, not a reference. */
export const changedByView = z.strictObject({ kind, id, name, at: time });
export type ChangedBy = z.output<typeof changedByView>;

/** The approved cases and scorers of a gate, with who changed and who approved them; null if unknown. */
export const approvedSuiteView = z.strictObject({
  id: z.string(),
  name: z.string(),
  revision: count.meta({ description: "The approved revision of the cases." }),
  scorersHash: z.string().meta({ description: "The hash of the approved scorers." }),
  casesChangedBy: changedByView.nullable(),
  scorersChangedBy: changedByView.nullable(),
  approvedBy: changedByView.nullable(),
});
export type ApprovedSuite = z.output<typeof approvedSuiteView>;
