import { Callout } from "@/components/ui/callout";
import type { OnlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { formatCount } from "@/lib/experiments/results/figures";
import { isRateMetric, metricLabel } from "@/lib/guards/finding-words";
import type { MetricFinding } from "@/lib/guards/findings";
import type { GuardFields } from "@/lib/guards/schema";
import { sensitivityOf, sensitivityWords } from "@/lib/guards/sensitivity-words";
import { daysToScores, waitWords } from "@/lib/guards/watch-words";

type Props = {
  online: OnlineEvaluationFields;
  guard: GuardFields;
  /** The findings of the last check. They contain the current value of a rate. */
  findings: readonly MetricFinding[];
  usesPerDay: number | null;
};

const valueNow = ({ current, baseline }: MetricFinding): number | null => {
  const value = baseline?.value ?? current.value;
  // Near 0 and 1 the variance of a rate is almost zero, so the formula cannot be used.
  return value === null || value <= 0.005 || value >= 0.995 ? null : value;
};

/** Shows what a guard with the edited settings can detect, and after what time. */
export function SensitivityPanel({ online, guard, findings, usesPerDay }: Props) {
  const { metrics, minimumPerSide, alpha } = guard;
  const [first] = metrics;
  const known = (name: string) => {
    const finding = findings.find((one) => one.metric === name);
    return finding ? valueNow(finding) : null;
  };
  const sensitivity = first ? sensitivityOf(first, guard, known(first.name)) : [];
  const days = daysToScores(usesPerDay, online, minimumPerSide);
  const falseAlarms = alpha > 0.02;
  return (
    <aside
      aria-label="What this guard can detect"
      aria-live="polite"
      className="grid content-start gap-3 px-6 py-6 max-md:px-4 lg:sticky lg:top-[var(--topbar)] lg:self-start"
    >
      <h2 className="text-14">What this guard can detect</h2>
      {!guard.isEnabled || !first ? (
        <p className="text-fg-muted">No metric is watched. Answers can still be scored and are shown under Quality.</p>
      ) : (
        <>
          <p className="text-12 text-fg-muted">{metricLabel(first.name, online.scorers)}</p>
          <p className="-mt-2">{sensitivityWords(sensitivity)}</p>
          <p className="text-fg-muted">
            {known(first.name) === null && isRateMetric(first.name)
              ? `Computed from ${first.worse === "lower" ? "90" : "5"}\u00a0%, because nothing is scored yet. `
              : ""}
            It detects this in 80&nbsp;% of cases. A total failure is detected within the first 10 answers of different
            users.
          </p>
          <p className="text-fg-muted">
            {metrics.length === 1
              ? "One metric is watched. With more metrics, each needs stronger evidence."
              : `${metrics.length} metrics are watched, so each needs stronger evidence than a single metric.`}
          </p>
          {online.isEnabled ? (
            <p>
              {days === null
                ? "The duration is unknown, because no use was reported in the last week."
                : `A new version has ${formatCount(minimumPerSide)} scores after ${waitWords(days)} at the traffic of the last week.`}
            </p>
          ) : (
            <Callout tone="warning">
              Nothing is scored live, so the guard uses only the data that applications report.
            </Callout>
          )}
          {days !== null && days > 14 ? (
            <Callout tone="warning">
              The result “no difference” would take more than two weeks. Score a larger share, or reduce the required
              number.
            </Callout>
          ) : null}
          {falseAlarms ? (
            <Callout tone="warning">
              At this level about {Math.round(alpha * 100)} of 100 releases that are fine are reported as worse.
              1&nbsp;% is usual.
            </Callout>
          ) : null}
        </>
      )}
    </aside>
  );
}
