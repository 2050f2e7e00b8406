import { guardRolledBack } from "@/lib/alerts/definitions/guard-rolled-back";
import { guardSegment } from "@/lib/alerts/definitions/guard-segment";
import { guardStuck } from "@/lib/alerts/definitions/guard-stuck";
import { guardWorse } from "@/lib/alerts/definitions/guard-worse";
import { judgeFailing } from "@/lib/alerts/definitions/judge-failing";
import type { NewAlert } from "@/lib/alerts/registry";
import { otherValue, segmentName } from "@/lib/telemetry/segments";
import { findingSentence, worstFirst } from "./finding-words";
import type { MetricFinding, SegmentFinding } from "./findings";
import { isHarmful } from "./reading";

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

/** The metrics that got worse as sentences, worst first. Pure. */
export const badSentences = (findings: readonly MetricFinding[]): string =>
  worstFirst(findings).filter(isHarmful).map(findingSentence).join(" ");

/** A sentence that names the metrics whose finding depends on one user; "" if there are none. Pure. */
export function oneUserWords(findings: readonly MetricFinding[]): string {
  const labels = findings.filter((one) => isHarmful(one) && one.hangsOnOneUser).map(({ label }) => label);
  if (labels.length === 0) return "";
  return `Without one user, ${labels.join(" and ")} would not be worse. The guard does not roll back because of a single user.`;
}

const dataOf = (subject: AlertSubject, findings: readonly (MetricFinding | SegmentFinding)[]) => {
  const { id: guard, prompt, environment, revision, version, baselineVersion } = subject;
  return { guard, prompt, environment, revision, version, baselineVersion, findings: [...findings] };
};

const causeOf = ({ id, workspaceId, promptId, environmentId, revision }: AlertSubject, key: string, more = "") => {
  return { workspaceId, promptId, environmentId, dedupeKey: `${key}:${id}:${revision}${more}` };
};

/** `critical`: bad enough for a rollback. */
export type WorseLevel = "worse" | "critical";

const worseCause = (subject: AlertSubject, level: WorseLevel, episode: number) =>
  causeOf(subject, `guard.${level}`, `:${episode}`);

/** The alert for a worse version; critical if it is bad enough for a rollback. Pure. */
export function worseAlert(subject: AlertSubject, level: WorseLevel, episode: number, why: string): NewAlert {
  const { findings } = subject;
  const sentences = [badSentences(findings), oneUserWords(findings), why].filter((text) => text !== "").join(" ");
  const cause = worseCause(subject, level, episode);
  return guardWorse.alert(cause, dataOf(subject, findings.filter(isHarmful)), { level, findings: sentences });
}

/** The keys of alerts for a worse version, which a later alert about the same release replaces. Pure. */
export const worseKeys = (subject: AlertSubject, levels: readonly WorseLevel[], episode: number): string[] =>
  levels.map((level) => worseCause(subject, level, episode).dedupeKey);

/** The path of the list of a segment's answers, within the workspace. */
function segmentRows({ prompt, environment, version }: AlertSubject, { attribute, value }: SegmentFinding): string {
  const place = new URLSearchParams({ prompt, environment, version: String(version) });
  if (value !== otherValue) place.set("attribute", `${attribute}:${value}`);
  return `requests?${place}`;
}

/** The alert for a segment in which a version is worse. All findings belong to that segment. Pure. */
export function segmentAlert(subject: AlertSubject, findings: readonly SegmentFinding[]): NewAlert {
  const [first] = findings;
  if (!first) throw new Error("an alert about no segment");
  const { attribute, value } = first;
  return guardSegment.alert(
    causeOf(subject, "guard.segment", `:${attribute}:${value}`),
    { ...dataOf(subject, findings), attribute, value },
    {
      findings: findings.map(findingSentence).join(" "),
      segment: segmentName(first),
      path: segmentRows(subject, first),
    },
  );
}

/** The alert for an automatic rollback. Pure. */
export function rolledBackAlert(subject: AlertSubject, toVersion: number, release: string): NewAlert {
  const { findings } = subject;
  const data = { ...dataOf(subject, findings.filter(isHarmful)), toVersion, release };
  return guardRolledBack.alert(causeOf(subject, "guard.rolled_back"), data, { findings: badSentences(findings) });
}

/** The alert for a rollback without a good version to return to. Pure. */
export function stuckAlert(subject: AlertSubject): NewAlert {
  const { findings } = subject;
  const data = dataOf(subject, findings.filter(isHarmful));
  return guardStuck.alert(causeOf(subject, "guard.stuck"), data, { findings: badSentences(findings) });
}

/** The alert for judges that return no verdict, at most once a day. Pure. */
export function judgeAlert(subject: AlertSubject, now: Date): NewAlert {
  const { findings } = subject;
  const blind = findings.filter(({ reading }) => reading === "inconclusive");
  const cause = causeOf(subject, "judge.failing", `:${now.toISOString().slice(0, 10)}`);
  return judgeFailing.alert(cause, dataOf(subject, findings.filter(isHarmful)), {
    share: Math.max(0, ...blind.map(({ invalidShare }) => invalidShare)),
    metrics: blind.map(({ label }) => label),
  });
}
