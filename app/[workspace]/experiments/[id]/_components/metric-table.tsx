import { Explained } from "@/app/_components/explained";
import { niceRange } from "@/components/charts/axis";
import { AxisWords } from "@/components/charts/axis-words";
import { IntervalBar } from "@/components/charts/interval-bar";
import { cn } from "@/components/ui/cn";
import {
  type MetricGroup,
  type MetricRow,
  type MetricTableData,
  marginRange,
} from "@/lib/experiments/results/metric-rows";

type Props = {
  data: MetricTableData;
  control: string;
  candidate: string;
  /** There is no verdict yet: open bars, and live ranges instead of change, p-value and result. */
  isLive: boolean;
  caption: string;
};

const titles: Record<MetricGroup["role"], [title: string, note: string, liveNote: string]> = {
  primary: ["Primary", "", ""],
  guardrail: ["Guardrails", "must stay right of their margin", "clear harm stops the experiment early"],
  exploratory: ["Also measured", "exploratory, corrected for many looks", ""],
};

const tones = { positive: "text-positive", negative: "text-negative", neutral: "text-fg-muted" };
const cell =
  "h-[34px] whitespace-nowrap border-line border-b pr-3 align-middle max-md:h-auto max-md:border-0 max-md:p-0";
const number = "text-right tabular-nums max-md:text-left max-md:text-12";
const head =
  "h-[34px] whitespace-nowrap border-line border-b pr-3 pb-1 align-bottom font-normal text-12 text-fg-muted max-md:hidden";

/** The width of the axis that all metrics but guardrails share. */
function rangeOf({ groups }: MetricTableData): number {
  const rows = groups.flatMap((group) => (group.role === "guardrail" ? [] : group.rows));
  const ends = rows.flatMap(({ bar }) => (bar ? [bar.low ?? 0, bar.high ?? 0, bar.at ?? 0] : []));
  return Math.max(0.1, niceRange(ends, 0.5));
}

/** One row per metric: baseline and candidate, with intervals on one axis. Right is better. */
export function MetricTable({ data, control, candidate, isLive = false, caption }: Props) {
  const range = rangeOf(data);
  const axis = `${Math.round(range * 100)}\u00a0%`;
  return (
    <table className="w-full table-fixed border-collapse max-md:block">
      <caption className="sr-only">{caption}</caption>
      <colgroup className="max-md:hidden">
        <col className="w-[190px]" />
        <col className="w-[88px]" />
        <col className="w-[80px]" />
        {isLive ? null : <col className="w-[76px]" />}
        <col />
        {isLive ? null : <col className="w-[58px]" />}
        <col className={isLive ? "w-[154px]" : "w-[120px]"} />
      </colgroup>
      <thead className="max-md:sticky max-md:top-[var(--topbar)] max-md:z-[3] max-md:-mx-4 max-md:block max-md:border-line max-md:border-b max-md:bg-surface max-md:px-4 max-md:py-1">
        <tr className="max-md:block">
          <th scope="col" className={cn(head, "text-left")}>
            Metric
          </th>
          <th scope="col" className={cn(head, "text-right")}>
            {control}
          </th>
          <th scope="col" className={cn(head, "text-right")}>
            {candidate}
          </th>
          {isLive ? null : (
            <th scope="col" className={cn(head, "text-right")}>
              Change
            </th>
          )}
          <th scope="col" className={cn(head, "max-md:block max-md:h-auto max-md:border-0 max-md:p-0")}>
            <AxisWords left={`${axis} worse`} middle="same" right={`${axis} better`} />
          </th>
          {isLive ? null : (
            <th scope="col" className={cn(head, "text-right")}>
              <Explained>p</Explained>
            </th>
          )}
          <th scope="col" className={cn(head, "pr-0 pl-3 text-left")}>
            {isLive ? <Explained>Live range</Explained> : "Reading"}
          </th>
        </tr>
      </thead>
      {data.groups.map((group) => (
        <Group key={group.role} group={group} range={range} isLive={isLive} />
      ))}
    </table>
  );
}

function Group({ group, range, isLive }: { group: MetricGroup; range: number; isLive: boolean }) {
  const [title, note, liveNote] = titles[group.role];
  const words = isLive ? liveNote : note;
  const isGuardrail = group.role === "guardrail";
  const groupCell =
    "h-7 border-line border-b pt-1.5 text-12 font-normal text-fg-muted max-md:h-auto max-md:border-0 max-md:pt-3";
  return (
    <tbody className="max-md:block">
      <tr className="max-md:block">
        <th scope="rowgroup" colSpan={isLive ? 3 : 4} className={cn(groupCell, "text-left max-md:block")}>
          <span className="font-medium">
            <Explained>{title}</Explained>
          </span>
          {words ? (
            <span className="ml-2 text-fg-subtle">
              <Explained>{words}</Explained>
            </span>
          ) : null}
        </th>
        <td className={cn(groupCell, "pr-3 max-md:block max-md:pr-0 max-md:pt-1", !isGuardrail && "max-md:hidden")}>
          {isGuardrail ? (
            <span
              aria-hidden="true"
              className="relative block h-4 leading-4 [&>span]:-translate-x-1/2 [&>span]:absolute"
            >
              <span className="left-[12.5%]">margin</span>
              <span className="left-1/2">same</span>
            </span>
          ) : null}
        </td>
        <td colSpan={isLive ? 1 : 2} className={cn(groupCell, "max-md:hidden")} />
      </tr>
      {group.rows.map((row) => (
        <Row
          key={row.metric}
          row={row}
          range={isGuardrail ? marginRange : range}
          isGuardrail={isGuardrail}
          isLive={isLive}
        />
      ))}
    </tbody>
  );
}

type RowProps = { row: MetricRow; range: number; isGuardrail: boolean; isLive: boolean };

function Row({ row, range, isGuardrail, isLive }: RowProps) {
  return (
    <tr className="transition-colors hover:bg-surface-hover max-md:grid max-md:grid-cols-[auto_auto_1fr_auto] max-md:gap-x-2.5 max-md:border-line max-md:border-b max-md:pt-2 max-md:pb-1.5 max-md:hover:bg-transparent">
      <th scope="row" className={cn(cell, "text-left font-medium max-md:col-span-3 max-md:text-14")}>
        {`${row.name} `}
        {row.note ? <span className="ml-2 font-normal text-12 text-fg-subtle">{row.note}</span> : null}
      </th>
      <td
        className={cn(cell, number, "text-fg-muted max-md:col-start-1 max-md:row-start-3 max-md:after:content-['_→']")}
      >
        {row.baseline}
      </td>
      <td className={cn(cell, number, "max-md:col-start-2 max-md:row-start-3")}>{row.value}</td>
      {isLive ? null : (
        <td
          className={cn(cell, number, "max-md:col-start-3 max-md:row-start-3 max-md:text-right max-md:text-fg-muted")}
        >
          {row.change}
        </td>
      )}
      <td className={cn(cell, "max-md:col-span-4 max-md:col-start-1 max-md:row-start-2")}>
        {row.bar ? (
          <IntervalBar
            label={row.label}
            {...row.bar}
            range={range}
            tone={row.tone}
            open={isLive}
            {...(isGuardrail && { margin: -1 })}
          />
        ) : (
          <span className="text-12 text-fg-subtle">no scale, because the baseline is 0</span>
        )}
      </td>
      {isLive ? null : (
        <td
          className={cn(cell, number, "max-md:col-start-4 max-md:row-start-3 max-md:text-right max-md:text-fg-muted")}
        >
          {row.p ? <span className="md:hidden">p </span> : null}
          {row.p}
        </td>
      )}
      <td
        className={cn(
          cell,
          "pr-0 pl-3 font-medium max-md:text-right",
          tones[row.tone],
          isLive
            ? "font-normal text-fg tabular-nums max-md:col-span-2 max-md:col-start-3 max-md:row-start-3 max-md:text-12"
            : "max-md:col-start-4 max-md:row-start-1",
        )}
      >
        {row.reading}
      </td>
    </tr>
  );
}
