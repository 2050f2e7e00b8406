type EvidenceActor = { name?: unknown } | null;
type Suite = {
  name?: unknown;
  revision?: unknown;
  scorersHash?: unknown;
  casesChangedBy?: EvidenceActor;
  scorersChangedBy?: EvidenceActor;
};
type Gate = { state?: unknown; run?: unknown; suite?: Suite; before?: { version?: unknown; suite?: Suite } | null };
type EvidenceFields = { override?: unknown; missing?: unknown; approvedBy?: unknown; gate?: Gate };

/** Describes the evidence of a release: overrides, approvals and the gate's result. */
export function evidenceWords(evidence: unknown): { words: string[]; runId: string | null } {
  const { override, missing, approvedBy, gate } = (
    typeof evidence === "object" ? (evidence ?? {}) : {}
  ) as EvidenceFields;
  const approvers = Array.isArray(approvedBy) ? approvedBy : [];
  const words = [
    ...(override === true && missing ? [`Overridden: ${missing}`] : []),
    ...(approvers.length > 0 ? [`Approved by ${approvers.join(", ")}`] : []),
    ...(gate?.state === "passed" ? [`Gate passed${suiteWords(gate.suite)}`] : []),
    ...(gate?.suite && gate.before?.suite ? sinceWords(gate.suite, gate.before.version, gate.before.suite) : []),
  ];
  return { words, runId: typeof gate?.run === "string" ? gate.run : null };
}

const suiteWords = (suite: Suite | undefined) =>
  typeof suite?.name === "string" && typeof suite.revision === "number"
    ? ` on “${suite.name}”, revision ${suite.revision}`
    : "";

const byWords = (actor: EvidenceActor | undefined) => (typeof actor?.name === "string" ? ` by ${actor.name}` : "");

/** Describes how the suite changed since the previous release. Empty if it did not, or if that is unknown. */
function sinceWords(suite: Suite, version: unknown, before: Suite): string[] {
  const since = `Since v${version} was promoted`;
  const changes = [
    ...(suite.revision === before.revision ? [] : [`its cases changed${byWords(suite.casesChangedBy)}`]),
    ...(before.scorersHash === undefined || suite.scorersHash === before.scorersHash
      ? []
      : [`its scorers changed${byWords(suite.scorersChangedBy)}`]),
  ];
  return changes.length > 0 ? [`${since}, ${changes.join(" and ")}`] : [];
}
