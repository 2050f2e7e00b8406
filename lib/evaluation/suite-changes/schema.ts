import { z } from "zod";
import { gatePolicyKey } from "@/lib/registry/gate/schema";

/** The state of the suite that the approver looked at: the revision of its cases and the hash of its scorers. */
export const seenSuite = z.strictObject({
  revision: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .meta({ description: "The revision of the cases that you have reviewed." }),
  scorersHash: z.string().max(100).meta({ description: "The hash of the scorers that you have reviewed." }),
});

export const approveSuiteInput = gatePolicyKey.extend(seenSuite.shape);
export type ApproveSuiteInput = z.output<typeof approveSuiteInput>;
