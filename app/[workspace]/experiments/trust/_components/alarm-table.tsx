import { AxisWords } from "@/components/charts/axis-words";
import { IntervalBar } from "@/components/charts/interval-bar";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { metrics } from "@/lib/experiments/metrics";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import type { TrustMetric } from "@/lib/experiments/trust/views";

/** One row per metric: its false alarm rate with the interval, on one axis from 0 with a dashed line at alpha. */
export function AlarmTable({ metrics: rows, alpha }: { metrics: readonly TrustMetric[]; alpha: number }) {
  if (rows.length === 0)
    return (
      <EmptyState plain title="Too few users to say anything">
        No prompt had 100 users with an outcome that varies. Experiments of that size have no result either.
      </EmptyState>
    );
  // The axis of a bar ranges from −range to +range, so half of our axis is used, shifted.
  const half = Math.max(2 * alpha, ...rows.map(({ high }) => Math.ceil(high * 10) / 20));
  const axis = <AxisWords left="0 %" middle={formatShare(half, 0)} right={formatShare(2 * half, 0)} />;
  return (
    <>
      <div aria-hidden="true" className="mt-3 md:hidden">
        {axis}
      </div>
      <Table
        caption="False alarms by metric"
        stacks
        className="table-fixed md:mt-3"
        columns={[
          { name: "Metric", className: "w-[180px]" },
          { name: "Prompts", end: true, className: "w-[76px]" },
          { name: "Users", end: true, className: "w-[84px]" },
          { name: "Called different", end: true, className: "w-[130px]" },
          { name: axis },
          { name: `Rate, against ${formatShare(alpha, 0)}`, className: "w-[240px] pl-3" },
        ]}
      >
        {rows.map((row) => (
          <AlarmRow key={row.metric} row={row} alpha={alpha} half={half} />
        ))}
      </Table>
    </>
  );
}

function AlarmRow({ row, alpha, half }: { row: TrustMetric; alpha: number; half: number }) {
  const { metric, prompts, users, splits, alarms, rate, low, high, isAbove } = row;
  const name = metrics[metric].label;
  const range = `${formatShare(low)} to ${formatShare(high)}`;
  return (
    <Row className="max-md:grid max-md:grid-cols-[1fr_auto] max-md:py-2">
      <RowHead className="text-left font-medium">{name}</RowHead>
      <Cell end className="max-md:hidden">
        {formatCount(prompts)}
      </Cell>
      <Cell end className="max-md:hidden">
        {formatCount(users)}
      </Cell>
      <Cell end className="text-fg-muted max-md:col-start-2 max-md:row-start-1">
        {`${formatCount(alarms)} of ${formatCount(splits)}`}
      </Cell>
      <Cell className="max-md:col-span-2 max-md:row-start-2">
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
      </Cell>
      <Cell className="tabular-nums max-md:col-span-2 max-md:row-start-3 md:pl-3">
        <span className={cn("font-medium", isAbove && "text-negative")}>
          {isAbove ? `${formatShare(rate)}, too many` : formatShare(rate)}
        </span>
        <span className="ml-1.5 text-12 text-fg-muted">{range}</span>
      </Cell>
    </Row>
  );
}
