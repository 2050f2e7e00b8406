type Seen = { override?: unknown; missing?: unknown; approvedBy?: unknown; gate?: { state?: unknown; run?: unknown } };

/** What stands with a release besides its reason: who approved, what the gate said, what was passed over. */
export function evidenceWords(evidence: unknown): { words: string[]; runId: string | null; isOverride: boolean } {
  const { override, missing, approvedBy, gate } = (typeof evidence === "object" ? (evidence ?? {}) : {}) as Seen;
  const approvers = Array.isArray(approvedBy) ? approvedBy : [];
  const words = [
    ...(override === true && missing ? [`Past what was missing: ${missing}`] : []),
    ...(approvers.length > 0 ? [`Approved by ${approvers.join(", ")}`] : []),
    ...(gate?.state === "passed" ? ["Gate passed"] : []),
  ];
  return { words, runId: typeof gate?.run === "string" ? gate.run : null, isOverride: override === true };
}
