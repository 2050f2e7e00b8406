import { Explained } from "@/app/_components/explained";
import { experimentRequestsPath } from "@/app/[workspace]/_components/paths";
import { RowsLink } from "@/app/[workspace]/_components/rows-link";
import { niceRange } from "@/components/charts/axis";
import { AxisWords } from "@/components/charts/axis-words";
import { IntervalBar } from "@/components/charts/interval-bar";
import { cn } from "@/components/ui/cn";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { SectionHead } from "@/components/ui/section-head";
import { Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { type MetricName, metrics } from "@/lib/experiments/metrics";
import { formatBounds, formatCount, formatDifference, formatP, formatValue } from "@/lib/experiments/results/figures";
import type { ExperimentResults, SegmentResults } from "@/lib/experiments/results/schema";
import { versionName } from "@/lib/experiments/results/words";
import { fewestUsers } from "@/lib/experiments/totals";

type Props = {
  workspace: string;
  results: ExperimentResults;
  /** The marked attributes, in order. */
  marked: readonly string[];
  csvHref: string;
  /** Why segments lead to no requests; null if they do. */
  rowsNote: string | null;
};

const head = "h-[34px] pb-1 align-bottom last:pr-3";
const cell = "h-[34px] border-line border-b pr-3 tabular-nums";
const tones = { better: "positive", worse: "negative", unclear: "neutral" } as const;

function noteOf({ state }: ExperimentResults): string {
  if (state === "not_valid") return "Only users are shown: their outcomes cannot be compared.";
  if (state === "bandit") return "Exploratory. A bandit gives no differences by segment.";
  if (state !== "verdict") return "Exploratory. No differences until the sample is reached.";
  return "Exploratory: p is corrected over all segments and values (Benjamini–Hochberg). It decides nothing. Confirm a finding with an experiment of its own.";
}

/** The effect by the values of marked attributes. */
export function SegmentsTab({ workspace, results, marked, csvHref, rowsNote }: Props) {
  const { segments, primaryMetric: metric, variants } = results;
  const settings = <TextLink href={`/${workspace}/settings`}>Mark attributes in Settings</TextLink>;
  if (marked.length === 0 && segments.length === 0)
    return (
      <EmptyState title="No segments" more={settings}>
        Attributes that are marked as segments, such as language or plan, break down the results.
      </EmptyState>
    );
  if (metrics[metric].kind === "quantile")
    return (
      <EmptyState title="Times are not stored by segment">
        The primary metric is a time. See the results for all segments together.
      </EmptyState>
    );
  const attributes = marked.filter((name) => segments.some(({ attribute }) => attribute === name));
  if (attributes.length === 0)
    return (
      <EmptyState title="No segments yet" more={settings}>
        {`No user of this experiment has reported ${marked.join(", ")} since it was marked.`}
      </EmptyState>
    );
  const [, ...candidates] = variants;
  return (
    <div className="px-6 pt-3.5 max-md:px-4 [&>*]:max-w-[976px]">
      <SectionHead title={`${metrics[metric].label} by segment`}>
        <CsvLink href={csvHref} />
      </SectionHead>
      <p className="mb-1 max-w-[80ch] text-12 text-fg-muted">
        <Explained>{`${noteOf(results)} A user is in the segment of their first answer.${rowsNote ? ` ${rowsNote}` : ""}`}</Explained>
      </p>
      {candidates.map((candidate) =>
        attributes.map((attribute) => (
          <SegmentTable
            key={`${candidate.key} ${attribute}`}
            workspace={workspace}
            results={results}
            isKept={rowsNote === null}
            attribute={attribute}
            candidate={candidate}
            rows={segments.filter((one) => one.attribute === attribute)}
          />
        )),
      )}
    </div>
  );
}

type TableProps = Pick<Props, "workspace" | "results"> & {
  isKept: boolean;
  attribute: string;
  candidate: ExperimentResults["variants"][number];
  rows: readonly SegmentResults[];
};

/** The range of the axis that all rows share. */
function rangeOf({ segments, primaryMetric }: ExperimentResults, variant: string): number {
  const found = segments.flatMap(({ differences }) => differences.filter((one) => one.variant === variant));
  const values = found.flatMap(({ difference, interval: [low, high] }) => [difference, low ?? 0, high ?? 0]);
  return Math.max(metrics[primaryMetric].kind === "rate" ? 0.05 : 0, niceRange(values, 0.3));
}

function SegmentTable({ workspace, results, isKept, attribute, candidate, rows }: TableProps) {
  const { primaryMetric: metric, variants } = results;
  const [control] = variants;
  const range = rangeOf(results, candidate.key);
  const edge = metrics[metric].kind === "rate" ? `${Math.round(range * 100)}\u00a0pts ` : "";
  const hasDifferences = results.segments.some(({ differences }) => differences.length > 0);
  const right = "text-right";
  return (
    <Table
      caption={`${metrics[metric].label} by ${attribute}, ${versionName(candidate)} against ${versionName(control)}`}
      className="mb-5 table-fixed"
      columns={[
        { name: attribute, className: `${head} w-[150px] truncate font-medium text-fg max-md:w-[110px]` },
        { name: `${versionName(control)} users`, end: true, className: `${head} w-[84px] max-md:hidden` },
        { name: `${versionName(candidate)} users`, end: true, className: `${head} w-[84px] max-md:hidden` },
        { name: versionName(control), end: true, className: `${head} w-[72px]` },
        { name: versionName(candidate), end: true, className: `${head} w-[72px]` },
        hasDifferences && { name: "Change", end: true, className: `${head} w-[88px] max-md:hidden` },
        hasDifferences && {
          name: "p, corrected",
          end: true,
          className: `${head} w-[80px] whitespace-normal max-md:w-[64px]`,
        },
        hasDifferences && {
          className: `${head} last:pr-0 max-md:hidden`,
          name: <AxisWords left={`${edge}worse`} middle="same" right={`${edge}better`} />,
        },
      ]}
    >
      {rows.map((row) => {
        const of = (key: string | undefined) => row.arms.find(({ variant }) => variant === key);
        const one = row.differences.find(({ variant }) => variant === candidate.key);
        const name = row.value || "Other values";
        const href = experimentRequestsPath(workspace, results, {
          prompt: results.prompt,
          environment: results.environment,
          segment: `${attribute}:${row.value}`,
        });
        return (
          <tr key={row.value}>
            <th scope="row" className={cn(cell, "truncate text-left font-medium")} title={name}>
              <RowsLink href={isKept ? href : null} className={row.value ? "text-fg" : "font-normal text-fg-muted"}>
                {name}
              </RowsLink>
            </th>
            <td className={cn(cell, right, "text-fg-muted max-md:hidden")}>
              {formatCount(of(control?.key)?.users ?? 0)}
            </td>
            <td className={cn(cell, right, "text-fg-muted max-md:hidden")}>
              {formatCount(of(candidate.key)?.users ?? 0)}
            </td>
            <td className={cn(cell, right, "text-fg-muted")}>{formatValue(metric, of(control?.key)?.value ?? null)}</td>
            <td className={cn(cell, right)}>{formatValue(metric, of(candidate.key)?.value ?? null)}</td>
            {hasDifferences ? <DifferenceCells metric={metric} one={one} name={name} range={range} /> : null}
          </tr>
        );
      })}
    </Table>
  );
}

type DifferenceProps = {
  metric: MetricName;
  one: SegmentResults["differences"][number] | undefined;
  name: string;
  range: number;
};

function DifferenceCells({ metric, one, name, range }: DifferenceProps) {
  if (!one)
    return (
      <td colSpan={3} className={cn(cell, "text-12 text-fg-subtle")}>
        {`Fewer than ${fewestUsers} users in a version`}
      </td>
    );
  const sign = metrics[metric].worse === "lower" ? 1 : -1;
  const [low, high] = one.interval;
  const turned = sign > 0 ? { low, high } : { low: high === null ? null : -high, high: low === null ? null : -low };
  return (
    <>
      <td className={cn(cell, "text-right max-md:hidden")}>{formatDifference(metric, one.difference)}</td>
      <td
        className={cn(cell, "text-right", one.reading === "unclear" ? "text-fg-muted" : "font-medium")}
        title={one.isThin ? "Fewer than 100 users of equal use in a version: no result is stated." : undefined}
      >
        {one.isThin ? "few users" : formatP(one.adjustedP)}
      </td>
      <td className={cn(cell, "pr-0 max-md:hidden")}>
        <IntervalBar
          label={`${name}: ${formatDifference(metric, one.difference)}, ${formatBounds(metric, one.interval)}${one.reading === "unclear" ? "" : `, ${one.reading}`}`}
          {...turned}
          at={sign * one.difference}
          range={range}
          tone={tones[one.reading]}
        />
      </td>
    </>
  );
}
