import type { NewAlert } from "@/lib/alerts/schema";
import { otherValue, segmentName } from "@/lib/telemetry/segments";
import { findingSentence, worstFirst } from "./finding-words";
import type { MetricFinding, SegmentFinding } from "./findings";

/** The prompt, environment and versions of a guard's alert. */
export type AlertSubject = {
  id: string;
  workspaceId: string;
  promptId: string;
  prompt: string;
  environmentId: string;
  environment: string;
  revision: number;
  version: number;
  baselineVersion: number | null;
  findings: readonly MetricFinding[];
};

const isBad = ({ reading }: MetricFinding) => reading === "worse" || reading === "critical";

/** The metrics that got worse as sentences, worst first. Pure. */
export const badSentences = (findings: readonly MetricFinding[]): string =>
  worstFirst(findings).filter(isBad).map(findingSentence).join(" ");

/** A sentence that names the metrics whose finding depends on one user; "" if there are none. Pure. */
export function oneUserWords(findings: readonly MetricFinding[]): string {
  const labels = findings.filter((one) => isBad(one) && one.hangsOnOneUser).map(({ label }) => label);
  if (labels.length === 0) return "";
  return `Without one user, ${labels.join(" and ")} would not be worse. The guard does not roll back because of a single user.`;
}

function about(subject: AlertSubject, key: string): Omit<NewAlert, "kind" | "severity" | "title"> {
  const { id, workspaceId, promptId, prompt, environmentId, environment, revision, version } = subject;
  const { baselineVersion, findings } = subject;
  return {
    workspaceId,
    promptId,
    environmentId,
    body: badSentences(findings),
    path: `incidents/${prompt}?environment=${encodeURIComponent(environment)}&revision=${revision}`,
    data: { guard: id, prompt, environment, revision, version, baselineVersion, findings: findings.filter(isBad) },
    dedupeKey: `${key}:${id}:${revision}`,
  };
}

/** The alert for a worse version; critical if it is bad enough for a rollback. Pure. */
export function worseAlert(subject: AlertSubject, level: "worse" | "critical", episode: number, why: string): NewAlert {
  const { prompt, environment, version, baselineVersion } = subject;
  const than = baselineVersion === null ? "" : ` than v${baselineVersion}`;
  const base = about(subject, `guard.${level}`);
  return {
    ...base,
    kind: "guard.worse",
    severity: level === "critical" ? "critical" : "warning",
    title: `${prompt} v${version} is ${level === "critical" ? "much " : ""}worse${than} in ${environment}`,
    body: [base.body, oneUserWords(subject.findings), why].filter((text) => text !== "").join(" "),
    dedupeKey: `${base.dedupeKey}:${episode}`,
  };
}

/** Where the answers of a segment are listed, within the workspace. */
function segmentRows({ prompt, environment, version }: AlertSubject, { attribute, value }: SegmentFinding): string {
  const place = new URLSearchParams({ prompt, environment, version: String(version) });
  if (value !== otherValue) place.set("attribute", `${attribute}:${value}`);
  return `requests?${place}`;
}

/** The alert for a segment in which a version is worse; its findings are of that segment. Pure. */
export function segmentAlert(subject: AlertSubject, findings: readonly SegmentFinding[]): NewAlert {
  const { prompt, environment, version, baselineVersion } = subject;
  const [first] = findings;
  if (!first) throw new Error("an alert about no segment");
  const { attribute, value } = first;
  const base = about(subject, "guard.segment");
  return {
    ...base,
    kind: "guard.segment",
    severity: "warning",
    title: `${prompt} v${version} is worse than v${baselineVersion} in ${environment} where ${segmentName(first)}`,
    body: `${findings.map(findingSentence).join(" ")} One score of each user counts. The guard does not roll back because of a segment.`,
    path: segmentRows(subject, first),
    data: { ...base.data, attribute, value, findings: [...findings] },
    dedupeKey: `${base.dedupeKey}:${attribute}:${value}`,
  };
}

/** The alert for an automatic rollback. Pure. */
export function rolledBackAlert(subject: AlertSubject, to: number, release: string): NewAlert {
  const { prompt, environment, version } = subject;
  const base = about(subject, "guard.rolled_back");
  return {
    ...base,
    kind: "guard.rolled_back",
    severity: "critical",
    title: `${prompt} went back to v${to} in ${environment}`,
    body: `${base.body} v${version} is locked there until a person promotes it again.`,
    data: { ...base.data, toVersion: to, release },
  };
}

/** The alert for a rollback without a good version to return to. Pure. */
export function stuckAlert(subject: AlertSubject): NewAlert {
  const { prompt, environment, version } = subject;
  const base = about(subject, "guard.stuck");
  return {
    ...base,
    kind: "guard.stuck",
    severity: "critical",
    title: `${prompt} v${version} is much worse in ${environment}, and there is nothing good to go back to`,
    body: `${base.body} Release another version.`,
  };
}

/** The alert for judges that return no verdict, at most once a day. Pure. */
export function judgeAlert(subject: AlertSubject, now: Date): NewAlert {
  const { prompt, environment, findings } = subject;
  const blind = findings.filter(({ reading }) => reading === "inconclusive");
  const base = about(subject, "judge.failing");
  const share = Math.max(0, ...blind.map(({ invalidShare }) => invalidShare));
  return {
    ...base,
    kind: "judge.failing",
    severity: "warning",
    title: `${prompt}: judgements in ${environment} give no verdict`,
    body: `${Math.round(share * 100)}\u00a0% of the newest judgements of ${blind.map(({ label }) => label).join(", ")} gave no verdict. The guard waits with what they say.`,
    dedupeKey: `${base.dedupeKey}:${now.toISOString().slice(0, 10)}`,
  };
}
