import { Explained } from "@/app/_components/explained";
import { RowsLink } from "@/app/[workspace]/_components/rows-link";
import { niceRange } from "@/components/charts/axis";
import { AxisWords } from "@/components/charts/axis-words";
import { IntervalBar } from "@/components/charts/interval-bar";
import { cn } from "@/components/ui/cn";
import { CsvLink } from "@/components/ui/csv-link";
import { EmptyState } from "@/components/ui/empty-state";
import { SectionHead } from "@/components/ui/section-head";
import { Table } from "@/components/ui/table";
import { shortDay } from "@/lib/core/short-day";
import { metrics } from "@/lib/experiments/metrics";
import { formatBounds, formatCount, formatDifference, formatValue } from "@/lib/experiments/results/figures";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import { versionName } from "@/lib/experiments/results/words";
import type { RequestsOf } from "./find-rows";

const head = "h-[34px] pb-1 align-bottom last:pr-3";
const cell = "h-[34px] border-line border-b pr-3 tabular-nums";

type Props = {
  results: ExperimentResults;
  csvHref?: string | undefined;
  requestsOf?: RequestsOf | undefined;
  /** Why days lead to no requests. */
  rowsNote?: string | undefined;
};

/** The effect by the day of the users' first exposure, to see whether it decreases or develops over time. */
export function DaysTab({ results, csvHref, requestsOf, rowsNote }: Props) {
  const { days, variants, primaryMetric: metric, state } = results;
  const [control, ...candidates] = variants;
  const { label, worse, kind } = metrics[metric];
  if (days.length === 0)
    return <EmptyState title="No days yet">The first day appears when its users are counted.</EmptyState>;
  if (kind === "quantile")
    return (
      <EmptyState title="Times are not stored by day">
        The primary metric is a time. See the results for all days together.
      </EmptyState>
    );
  const hasDifferences = days.some(({ differences }) => differences.length > 0);
  const note = hasDifferences
    ? "The intervals of single days are wide. Compare several days. Right is better."
    : state === "not_valid"
      ? "Only users are shown: their outcomes cannot be compared."
      : state === "bandit"
        ? "A bandit gives no differences by day: its shares move, and single days have few users."
        : "No differences until the sample is reached.";
  const rowsOf = (day: string, variant?: string) =>
    requestsOf?.({ exposedOn: day, ...(variant && { variant }) }) ?? null;
  return candidates.map((candidate) => {
    const found = days.flatMap(({ differences }) => differences.filter(({ variant }) => variant === candidate.key));
    const range = Math.max(
      0.05,
      niceRange(
        found.flatMap(({ difference, interval: [low, high] }) => [difference, low ?? 0, high ?? 0]),
        0.3,
      ),
    );
    const edge = kind === "rate" ? `${Math.round(range * 100)}\u00a0pts ` : "";
    const sign = worse === "lower" ? 1 : -1;
    return (
      <section key={candidate.key} className="px-6 pt-3.5 max-md:px-4 [&>*]:max-w-[976px]">
        <SectionHead
          title={`Does the effect last? ${label}, ${versionName(candidate)} against ${versionName(control)}, by the day users came`}
        >
          {csvHref ? <CsvLink href={csvHref} /> : null}
        </SectionHead>
        <p className="mb-1 text-12 text-fg-muted">
          <Explained>{rowsNote ? `${note} ${rowsNote}` : note}</Explained>
        </p>
        <Table
          caption={`${label} by the day users came`}
          className="table-fixed"
          columns={[
            { name: "Day", className: `${head} w-[72px]` },
            { name: `${versionName(control)} users`, end: true, className: `${head} w-[90px] max-md:hidden` },
            { name: `${versionName(candidate)} users`, end: true, className: `${head} w-[90px] max-md:hidden` },
            { name: versionName(control), end: true, className: `${head} w-[80px]` },
            { name: versionName(candidate), end: true, className: `${head} w-[80px]` },
            hasDifferences && { name: "Change", end: true, className: `${head} w-[88px] max-md:hidden` },
            hasDifferences && {
              className: `${head} last:pr-0`,
              name: (
                <>
                  <span className="max-md:hidden">
                    <AxisWords left={`${edge}worse`} middle="same" right={`${edge}better`} />
                  </span>
                  <span className="text-center md:hidden">right is better</span>
                </>
              ),
            },
          ]}
        >
          {days.map(({ day, arms, differences }) => {
            const of = (key: string | undefined) => arms.find(({ variant }) => variant === key);
            const one = differences.find(({ variant }) => variant === candidate.key);
            const [low, high] = one?.interval ?? [null, null];
            const turned =
              sign > 0 ? { low, high } : { low: high === null ? null : -high, high: low === null ? null : -low };
            return (
              <tr key={day}>
                <th scope="row" className={cn(cell, "text-left font-medium")}>
                  <RowsLink href={rowsOf(day)} className="text-fg">
                    {shortDay(day)}
                  </RowsLink>
                </th>
                <td className={cn(cell, "text-right text-fg-muted max-md:hidden")}>
                  <RowsLink href={rowsOf(day, control?.key)}>{formatCount(of(control?.key)?.users ?? 0)}</RowsLink>
                </td>
                <td className={cn(cell, "text-right text-fg-muted max-md:hidden")}>
                  <RowsLink href={rowsOf(day, candidate.key)}>{formatCount(of(candidate.key)?.users ?? 0)}</RowsLink>
                </td>
                <td className={cn(cell, "text-right text-fg-muted")}>
                  {formatValue(metric, of(control?.key)?.value ?? null)}
                </td>
                <td className={cn(cell, "text-right")}>{formatValue(metric, of(candidate.key)?.value ?? null)}</td>
                {hasDifferences ? (
                  <>
                    <td className={cn(cell, "text-right max-md:hidden")}>
                      {formatDifference(metric, one?.difference ?? null)}
                    </td>
                    <td className={cn(cell, "pr-0")}>
                      {one ? (
                        <IntervalBar
                          label={`${shortDay(day)}: ${formatDifference(metric, one.difference)}, ${formatBounds(metric, one.interval)}`}
                          {...turned}
                          at={sign * one.difference}
                          range={range}
                        />
                      ) : null}
                    </td>
                  </>
                ) : null}
              </tr>
            );
          })}
        </Table>
      </section>
    );
  });
}
