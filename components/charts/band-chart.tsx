"use client";

import {
  Area,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { shortDay } from "@/lib/core/short-day";
import { niceTicks } from "./axis";
import { chartText, timeAxis, tipCursor, valueAxis } from "./chart-looks";
import { ChartTip } from "./chart-tip";
import { dayOrHour, timeTicks } from "./days";
import { textWidth } from "./text-width";

type BandPoint = { at: number; value: number; low: number | null; high: number | null };

export type BandChartProps = {
  /** A description for screen readers. */
  label: string;
  points: readonly BandPoint[];
  /** The start and the end of the axis, in ms. */
  span: readonly [from: number, to: number];
  /** The range of the y-axis. Values beyond it are cut off. */
  domain: readonly [low: number, high: number];
  format: (value: number) => string;
  formatTick: (value: number) => string;
  /** A dashed line with a label, such as the planned sample. */
  mark?: { at: number; label: string } | undefined;
  /** There is no verdict yet: the line is grey and the remaining days are shaded. */
  isOpen: boolean;
  /** The label at the last point. */
  end: string;
};

/** "8 Nov" for the first day and the first of a month, else "9". */
const dayLabel = (at: number, isFirst: boolean) => {
  const day = new Date(at).getUTCDate();
  if (at % 86_400_000 !== 0) return dayOrHour(at);
  return isFirst || day === 1 ? shortDay(at) : String(day);
};

const hour = (at: number) => `${shortDay(at)}, ${new Date(at).toISOString().slice(11, 16)} UTC`;

/** A value over time with its confidence band. One axis and no legend: the label at the end names the value. */
export function BandChart({ label, points, span, domain, format, formatTick, mark, isOpen, end }: BandChartProps) {
  const [low, high] = domain;
  const rows = points.map((point) => ({
    ...point,
    band: [Math.max(low, point.low ?? low), Math.min(high, point.high ?? high)],
  }));
  const last = points.at(-1);
  const line = isOpen ? "var(--chart-6)" : "var(--chart-1)";
  const ticks = timeTicks(span, 12);
  const grid = niceTicks(low, high);
  const hasRoom = last !== undefined && span[1] - last.at > (span[1] - span[0]) / 8;
  return (
    <figure aria-label={label} className="m-0">
      <ResponsiveContainer width="100%" height={240} initialDimension={{ width: 700, height: 240 }}>
        <ComposedChart
          data={rows}
          margin={{ top: 18, right: hasRoom ? 16 : textWidth(end, 13) + 20, bottom: 4, left: 0 }}
          title={label}
        >
          {isOpen && last && span[1] > last.at ? (
            <ReferenceArea
              x1={last.at}
              x2={span[1]}
              y1={low}
              y2={high}
              fill="var(--surface-sunken)"
              fillOpacity={1}
              stroke="none"
              ifOverflow="hidden"
            />
          ) : null}
          <XAxis
            dataKey="at"
            {...timeAxis}
            domain={[...span]}
            ticks={ticks}
            tickFormatter={(at: number, index: number) => dayLabel(at, index === 0)}
            minTickGap={12}
            interval="preserveStart"
          />
          <YAxis {...valueAxis(domain, grid, formatTick)} allowDataOverflow />
          {grid.map((tick) => (
            <ReferenceLine key={tick} y={tick} stroke={tick === 0 ? "var(--chart-axis)" : "var(--chart-grid)"} />
          ))}
          <Area
            dataKey="band"
            type="linear"
            stroke="none"
            isAnimationActive={false}
            activeDot={false}
            fill={isOpen ? "var(--chart-band-muted)" : "var(--chart-band)"}
            fillOpacity={1}
          />
          <Line dataKey="value" type="linear" stroke={line} strokeWidth={2} dot={false} isAnimationActive={false} />
          {mark ? (
            <ReferenceLine
              x={mark.at}
              stroke="var(--text-muted)"
              strokeDasharray="3 3"
              ifOverflow="hidden"
              label={{
                value: mark.label,
                position: mark.at > (span[0] + span[1]) / 2 ? "insideTopRight" : "insideTopLeft",
                dy: -16,
                ...chartText,
              }}
            />
          ) : null}
          {last ? (
            <ReferenceDot
              x={last.at}
              y={last.value}
              r={3.5}
              fill={line}
              stroke="var(--surface)"
              strokeWidth={2}
              ifOverflow="visible"
              label={{ value: end, position: "right", offset: 8, fontSize: 13, fontWeight: 600, fill: "var(--text)" }}
            />
          ) : null}
          <Tooltip
            cursor={tipCursor}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as BandPoint | undefined;
              if (!active || !point) return null;
              const ends = [point.low, point.high].map((end) => (end === null ? "open" : format(end)));
              return (
                <ChartTip place={hour(point.at)}>
                  <b className="font-semibold">{format(point.value)}</b>
                  {` (${ends[0]} to ${ends[1]})`}
                </ChartTip>
              );
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}
