import { Check, Minus, X } from "lucide-react";
import { Explained } from "@/app/_components/explained";
import { type Axis, axisFor } from "@/components/charts/share-axis";
import { cn } from "@/components/ui/cn";
import { SectionHead } from "@/components/ui/section-head";
import { Reading } from "@/components/ui/tag";
import { type DimensionLine, dimensionLines } from "@/lib/evaluation/comparison/dimension-lines";
import type { Comparison } from "@/lib/evaluation/comparison/queries/whole";
import { minimumText, percent } from "@/lib/evaluation/runs/figures";
import type { RunView } from "@/lib/evaluation/runs/types";
import { unmeasuredWords } from "@/lib/evaluation/runs/words";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";
import type { GateResult } from "@/lib/registry/gate/result";
import { IntervalMark } from "./interval-mark";
import { MovedCases } from "./moved-cases";

const titles = ["Dimensions", "One dimension", "Two dimensions", "Three dimensions", "Four dimensions"];

type Props = { run: RunView; gate: GateResult | null; comparison: Comparison };

const head = "h-[34px] pb-1 align-bottom font-normal text-12 text-fg-muted whitespace-nowrap border-line border-b";
const cell = "h-[34px] border-line border-b whitespace-nowrap max-md:h-auto max-md:border-0 max-md:p-0";

/** The dimensions with their intervals on one axis, with the baseline and the minimum. */
export function DimensionTable(props: Props) {
  const { run, comparison } = props;
  const lines = dimensionLines(props).filter(({ score, minimum, baseline }) => (score ?? minimum ?? baseline) !== null);
  const axis = axisFor(
    lines.flatMap(({ score, interval, baseline, minimum }) => [score, interval?.[0], baseline, minimum]),
  );
  const of = comparison.baseline ? `v${comparison.baseline.version}` : null;
  const hasMinimum = lines.some(({ minimum }) => minimum !== null);
  const hasGate = lines.some(({ passes }) => passes !== null);
  return (
    <section aria-labelledby="dimensions" className="min-w-0 px-6 py-3.5 max-md:px-4">
      <SectionHead id="dimensions" title={titles[lines.length]}>
        {lines.length > 0 ? <Legend version={run.version} of={of} hasMinimum={hasMinimum} /> : null}
      </SectionHead>
      {lines.length === 0 ? (
        <p className="py-3 text-fg-muted">{unmeasuredWords[run.status]}</p>
      ) : (
        <table className="w-full table-fixed border-collapse max-md:block">
          <caption className="sr-only">
            Scores of v{run.version} by dimension{of ? `, against ${of}` : ""}; further right on the axis is better
          </caption>
          <thead className="max-md:block">
            <tr className="max-md:block">
              <th scope="col" className={cn(head, "w-[108px] text-left max-md:sr-only")}>
                Dimension
              </th>
              {of ? (
                <th scope="col" className={cn(head, "w-[66px] text-right max-md:sr-only")}>
                  {of}
                </th>
              ) : null}
              <th scope="col" className={cn(head, "w-[78px] pr-3 text-right max-md:sr-only")}>
                v{run.version}
              </th>
              <th scope="col" className={cn(head, "max-md:block max-md:h-5 max-md:w-full")}>
                <Ticks axis={axis} />
              </th>
              {hasMinimum ? (
                <th scope="col" className={cn(head, "w-[80px] text-right max-md:sr-only")}>
                  <Explained>Minimum</Explained>
                </th>
              ) : null}
              {of ? (
                <th scope="col" className={cn(head, "w-[148px] pl-5 text-left max-md:sr-only")}>
                  <Explained>{`Against ${of}`}</Explained>
                </th>
              ) : null}
              {hasGate ? (
                <th scope="col" className={cn(head, of ? "w-[84px]" : "w-[108px] pl-6", "text-left max-md:sr-only")}>
                  <Explained>Gate</Explained>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody className="max-md:block">
            {lines.map((line) => (
              <DimensionRow
                key={line.dimension}
                line={line}
                axis={axis}
                of={of}
                hasMinimum={hasMinimum}
                hasGate={hasGate}
                version={run.version}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

type RowProps = {
  line: DimensionLine;
  axis: Axis;
  version: number;
  of: string | null;
  hasMinimum: boolean;
  hasGate: boolean;
};

function DimensionRow({ line, axis, version, of, hasMinimum, hasGate }: RowProps) {
  const { dimension, score, interval, baseline, minimum, passes, fixed, broken } = line;
  const { name } = dimensionWords[dimension];
  const label = [
    `${name}: v${version} ${percent(score)}`,
    interval ? `between ${percent(interval[0])} and ${percent(interval[1])}` : "",
    of && baseline !== null ? `${of} ${percent(baseline)}` : "",
    minimum === null ? "" : `minimum ${minimumText(minimum)}`,
  ];
  return (
    <tr className="max-md:grid max-md:grid-cols-[auto_auto_1fr_auto] max-md:gap-x-2.5 max-md:border-line max-md:border-b max-md:pt-2 max-md:pb-1.5">
      <th scope="row" className={cn(cell, "text-left font-medium max-md:col-span-3 max-md:text-14")}>
        {name}
      </th>
      {of ? (
        <td className={cn(cell, "text-right text-fg-muted tabular-nums max-md:row-start-3 max-md:text-12")}>
          <span className="sr-only">{`${of} `}</span>
          {percent(baseline)}
          <span aria-hidden="true" className="md:hidden">
            {" →"}
          </span>
        </td>
      ) : null}
      <td
        className={cn(
          cell,
          "pr-3 text-right font-medium tabular-nums max-md:row-start-3 max-md:text-left max-md:text-12",
        )}
      >
        <span className="sr-only">{`v${version} `}</span>
        {percent(score)}
      </td>
      <td className={cn(cell, "max-md:col-span-4 max-md:row-start-2")}>
        <IntervalMark
          axis={axis}
          score={score}
          interval={interval}
          baseline={of ? baseline : null}
          minimum={minimum}
          label={label.filter(Boolean).join(", ")}
          isFailing={passes === false}
        />
      </td>
      {hasMinimum ? (
        <td className={cn(cell, "text-right tabular-nums max-md:hidden")}>
          {minimum === null ? <span className="text-fg-subtle">none</span> : minimumText(minimum)}
        </td>
      ) : null}
      {of ? (
        <td
          className={cn(
            cell,
            "pl-5 text-fg-muted tabular-nums max-md:col-span-2 max-md:col-start-3 max-md:row-start-3 max-md:text-right max-md:text-12",
          )}
        >
          <MovedCases dimension={dimension} fixed={fixed} broken={broken} />
        </td>
      ) : null}
      {hasGate ? (
        <td className={cn(cell, !of && "pl-6", "max-md:col-start-4 max-md:row-start-1")}>
          {passes === null ? (
            <Reading tone="neutral" icon={<Minus />}>
              Not required
            </Reading>
          ) : passes ? (
            <Reading tone="positive" icon={<Check />}>
              Passes
            </Reading>
          ) : (
            <Reading tone="negative" icon={<X />}>
              Fails
            </Reading>
          )}
        </td>
      ) : null}
    </tr>
  );
}

function Ticks({ axis }: { axis: Axis }) {
  return (
    <span className="relative block h-4 leading-4">
      {axis.ticks.map((tick, index) => (
        <span
          key={tick}
          className={cn("absolute tabular-nums", ["left-0", "-translate-x-1/2 left-1/2", "right-0"][index])}
        >
          {minimumText(tick)}
        </span>
      ))}
      <span className="sr-only">, 95 % interval</span>
    </span>
  );
}

function Legend({ version, of, hasMinimum }: { version: number; of: string | null; hasMinimum: boolean }) {
  const item = "inline-flex items-center gap-1.5";
  return (
    <p aria-hidden="true" className="flex flex-wrap gap-x-4 text-12 text-fg-muted">
      <span className={item}>
        <i className="size-2 rounded-full bg-chart-6" />
        {`v${version} with 95\u00a0% interval`}
      </span>
      {of ? (
        <span className={item}>
          <i className="size-[7px] rotate-45 border-[1.5px] border-fg-muted" />
          {of}
        </span>
      ) : null}
      {hasMinimum ? (
        <span className={item}>
          <i className="h-3 w-0.5 bg-fg" />
          minimum
        </span>
      ) : null}
    </p>
  );
}
