import { AxisWords } from "@/components/charts/axis-words";
import { IntervalBar } from "@/components/charts/interval-bar";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { metrics } from "@/lib/experiments/metrics";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import type { TrustMetric } from "@/lib/experiments/trust/views";

const head = "h-[30px] whitespace-nowrap border-line border-b pr-3 font-normal text-12 text-fg-muted";
const cell =
  "h-[34px] whitespace-nowrap border-line border-b pr-3 align-middle max-md:h-auto max-md:border-0 max-md:p-0";
const number = "text-right tabular-nums";

type Props = { metrics: readonly TrustMetric[]; alpha: number };

/** One row per metric: its false alarm rate with the interval, on one axis from 0 with a dashed line at alpha. */
export function AlarmTable({ metrics: rows, alpha }: Props) {
  if (rows.length === 0)
    return (
      <EmptyState plain title="Too few users to say anything">
        No prompt had 100 users with an outcome that varies. Experiments of that size have no result either.
      </EmptyState>
    );
  // The axis of a bar ranges from −range to +range, so half of our axis is used, shifted.
  const half = Math.max(2 * alpha, ...rows.map(({ high }) => Math.ceil(high * 10) / 20));
  return (
    <table className="mt-3 w-full table-fixed border-collapse max-md:block">
      <caption className="sr-only">False alarms by metric</caption>
      <thead className="max-md:block">
        <tr className="max-md:block">
          <th scope="col" className={cn(head, "w-[180px] text-left max-md:hidden")}>
            Metric
          </th>
          <th scope="col" className={cn(head, "w-[76px] text-right max-md:hidden")}>
            Prompts
          </th>
          <th scope="col" className={cn(head, "w-[84px] text-right max-md:hidden")}>
            Users
          </th>
          <th scope="col" className={cn(head, "w-[130px] text-right max-md:hidden")}>
            Called different
          </th>
          <th scope="col" className={cn(head, "max-md:block max-md:h-auto max-md:border-0 max-md:pt-2 max-md:pr-0")}>
            <AxisWords left="0 %" middle={formatShare(half, 0)} right={formatShare(2 * half, 0)} />
          </th>
          <th scope="col" className={cn(head, "w-[240px] pr-0 pl-3 text-left max-md:hidden")}>
            {`Rate, against ${formatShare(alpha, 0)}`}
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rows.map((row) => (
          <AlarmRow key={row.metric} row={row} alpha={alpha} half={half} />
        ))}
      </tbody>
    </table>
  );
}

function AlarmRow({ row, alpha, half }: { row: TrustMetric; alpha: number; half: number }) {
  const { metric, prompts, users, splits, alarms, rate, low, high, isAbove } = row;
  const name = metrics[metric].label;
  const range = `${formatShare(low)} to ${formatShare(high)}`;
  return (
    <tr className="max-md:grid max-md:grid-cols-[1fr_auto] max-md:border-line max-md:border-b max-md:py-2">
      <th scope="row" className={cn(cell, "text-left font-medium")}>
        {name}
      </th>
      <td className={cn(cell, number, "max-md:hidden")}>{formatCount(prompts)}</td>
      <td className={cn(cell, number, "max-md:hidden")}>{formatCount(users)}</td>
      <td className={cn(cell, number, "text-fg-muted max-md:col-start-2 max-md:row-start-1")}>
        {`${formatCount(alarms)} of ${formatCount(splits)}`}
      </td>
      <td className={cn(cell, "max-md:col-span-2 max-md:row-start-2")}>
        <IntervalBar
          label={`${name}: ${formatShare(rate)} of the splits, ${range}`}
          low={low - half}
          high={high - half}
          at={rate - half}
          range={half}
          margin={alpha - half}
          tone={isAbove ? "negative" : "neutral"}
          plain
        />
      </td>
      <td className={cn(cell, "pr-0 pl-3 tabular-nums max-md:col-span-2 max-md:row-start-3")}>
        <span className={cn("font-medium", isAbove && "text-negative")}>
          {isAbove ? `${formatShare(rate)}, too many` : formatShare(rate)}
        </span>
        <span className="ml-1.5 text-12 text-fg-muted">{range}</span>
      </td>
    </tr>
  );
}
