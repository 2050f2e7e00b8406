import { z } from "zod";
import { onlineEvaluationFields, promptEnvironmentInput } from "@/lib/evaluation/online/schema";
import { guardFields } from "./schema";

const changedAt = z.iso.datetime().nullable();

/** Both halves of watching at once: online evaluation and guard. A half that is null is not changed. */
export const saveWatchInput = promptEnvironmentInput.extend({
  online: onlineEvaluationFields.nullable(),
  guard: guardFields.nullable(),
  seen: z
    .strictObject({ online: changedAt, guard: changedAt })
    .meta({ description: "When both were last changed, as known then; null: did not exist." }),
});
export type SaveWatchInput = z.output<typeof saveWatchInput>;

/** Whether both halves are on. */
export const switchWatchInput = promptEnvironmentInput.extend({ isEnabled: z.boolean() });
export type SwitchWatchInput = z.output<typeof switchWatchInput>;
