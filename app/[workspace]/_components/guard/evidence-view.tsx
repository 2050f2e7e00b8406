import { Explained } from "@/app/_components/explained";
import { ClockTime } from "@/components/ui/clock-time";
import { cn } from "@/components/ui/cn";
import { Cell, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/experiments/results/figures";
import type { GuardEvidence } from "@/lib/guards/evidence";
import { formatChange, formatFindingP, formatLive, readingWords, worstFirst } from "@/lib/guards/finding-words";
import type { FindingSide, MetricFinding } from "@/lib/guards/findings";
import { isHarmful } from "@/lib/guards/reading";
import { qualityPath } from "../paths";
import { useWorkspace } from "../use-workspace";

type Props = {
  prompt: string;
  environment: string;
  evidence: GuardEvidence;
  className?: string;
};

/** The evidence of a guard for a rollback: each metric, and the times of its checks. */
export function EvidenceView({ prompt, environment, evidence, className }: Props) {
  const workspace = useWorkspace();
  const { findings, firstHitAt, checkedAt, baselineVersion } = evidence;
  const version = findings[0]?.current.version;
  return (
    <div className={cn("grid min-w-0 gap-2", className)}>
      <div className="overflow-x-auto max-md:hidden">
        <Table
          caption="Guard evidence, worst first"
          columns={[
            "Metric",
            { name: baselineVersion === null ? "Before" : `v${baselineVersion}, before`, end: true },
            { name: version === undefined ? "Then" : `v${version}`, end: true },
            { name: "Change", end: true },
            { name: <Explained>p (worse)</Explained>, end: true },
            { name: "Reading", className: "pl-3" },
          ]}
        >
          {worstFirst(findings).map((finding) => (
            <Line key={finding.metric} finding={finding} />
          ))}
        </Table>
      </div>
      <ul className="grid gap-1.5 md:hidden">
        {worstFirst(findings).map((finding) => (
          <li key={finding.metric}>
            <span className="flex justify-between gap-3">
              <b className="font-medium">{finding.label}</b>
              <FindingReading finding={finding} />
            </span>
            <span className="text-12 text-fg-muted tabular-nums">
              {`${formatLive(finding.metric, finding.baseline?.value ?? null)} before, ${formatLive(finding.metric, finding.current.value)} then (of ${formatCount(finding.current.n)})`}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-12 text-fg-muted">
        {findings.some(({ alarmP }) => alarmP !== undefined)
          ? "p is one-sided and belongs to this comparison only."
          : `One-sided, corrected over ${findings.length === 1 ? "one metric" : `${findings.length} metrics`}.`}{" "}
        First seen <ClockTime at={firstHitAt} />, again <ClockTime at={checkedAt} />, then rolled back.{" "}
        <TextLink href={qualityPath(workspace, prompt, { environment })}>Open quality</TextLink>
      </p>
    </div>
  );
}

function Side({ finding, side }: { finding: MetricFinding; side: FindingSide | null }) {
  if (!side || side.value === null) return <span className="text-fg-subtle">–</span>;
  return (
    <>
      {formatLive(finding.metric, side.value)} <span className="text-12 text-fg-muted">of {formatCount(side.n)}</span>
    </>
  );
}

function FindingReading({ finding }: { finding: MetricFinding }) {
  const bad = isHarmful(finding);
  return (
    <span
      className={cn("inline-flex items-center gap-1.5 text-12", bad ? "font-medium text-negative" : "text-fg-muted")}
    >
      {bad ? <span aria-hidden="true" className="size-2 bg-negative" /> : null}
      {readingWords(finding)}
    </span>
  );
}

function Line({ finding }: { finding: MetricFinding }) {
  return (
    <tr>
      <RowHead className="whitespace-nowrap pr-3 text-left font-medium">{finding.label}</RowHead>
      <Cell end className="whitespace-nowrap">
        <Side finding={finding} side={finding.baseline} />
      </Cell>
      <Cell end className="whitespace-nowrap">
        <Side finding={finding} side={finding.current} />
      </Cell>
      <Cell end className="whitespace-nowrap">
        {formatChange(finding)}
      </Cell>
      <Cell end className="whitespace-nowrap">
        {formatFindingP(finding)}
      </Cell>
      <Cell className="whitespace-nowrap pl-3">
        <FindingReading finding={finding} />
      </Cell>
    </tr>
  );
}
