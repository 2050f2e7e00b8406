import { z } from "zod";

const seen = z.object({
  override: z.literal(true).optional(),
  missing: z.string().optional(),
  automatic: z.literal(true).optional(),
  approvedBy: z.array(z.string()).optional(),
  gate: z.object({ state: z.string(), run: z.string().nullable() }).optional(),
});

/** What stands with a release besides its reason: who approved, what the gate said, what was passed over. */
export function evidenceWords(evidence: unknown): { words: string[]; runId: string | null; isOverride: boolean } {
  const { success, data } = seen.safeParse(evidence ?? {});
  if (!success) return { words: [], runId: null, isOverride: false };
  const { override, missing, approvedBy, gate } = data;
  const words = [
    ...(override && missing ? [`Past what was missing: ${missing}`] : []),
    ...(approvedBy && approvedBy.length > 0 ? [`Approved by ${approvedBy.join(", ")}`] : []),
    ...(gate?.state === "passed" ? ["Gate passed"] : []),
  ];
  return { words, runId: gate?.run ?? null, isOverride: override === true };
}
