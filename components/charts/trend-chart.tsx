"use client";

import { useState } from "react";
import {
  Area,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { dayMs } from "@/lib/core/milliseconds";
import { months, shortDay } from "@/lib/core/short-day";
import { timeAxis, tipCursor, valueAxis } from "./chart-looks";
import { placePoints } from "./release-step";
import { axisWidth } from "./text-width";
import {
  gridTicks,
  isHollow,
  type TrendLimit,
  type TrendLine,
  type TrendMark,
  type TrendRow,
  type TrendSpan,
  timeTicks,
  trendRows,
} from "./trend";
import { nameHalo, trendLooks } from "./trend-looks";
import { MarkLabel, markWidth } from "./trend-mark";
import { TrendNames } from "./trend-names";
import { placeMarks } from "./trend-place";
import { TrendTip } from "./trend-tip";

export type TrendChartProps = {
  /** A description for screen readers. */
  label: string;
  lines: readonly TrendLine[];
  marks: readonly TrendMark[];
  limits: readonly TrendLimit[];
  span: TrendSpan;
  /** Steps that end later than this are incomplete and drawn hollow. In ms. */
  settledAt: number;
  domain: readonly [low: number, high: number];
  format: (value: number) => string;
  formatTick: (value: number) => string;
  /** A highlighted period, in ms: while the bad version was live. */
  shade: readonly [from: number, to: number] | undefined;
};

const limitColour = { alert: "var(--warning)", floor: "var(--negative)" } as const;

/** "12 Nov" at midnight, else "16:00", in the viewer's time zone. */
function timeLabel(at: number, hasHours: boolean): string {
  const time = new Date(at);
  const isMidnight = time.getHours() === 0 && time.getMinutes() === 0;
  if (!hasHours) return shortDay(at);
  if (isMidnight) return `${time.getDate()} ${months[time.getMonth()]}`;
  return `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
}

/** A value over time, one line per version with its interval. Events are above the plot; limits are labelled. */
export function TrendChart(props: TrendChartProps) {
  const { label, lines, marks, limits, span, settledAt, domain, format, formatTick, shade } = props;
  const [width, setWidth] = useState(700);
  const isNarrow = width < 560;
  const hasHours = span.stepMs < dayMs;
  const offset = hasHours ? -new Date(span.to).getTimezoneOffset() * 60_000 : 0;
  const places = placePoints(lines, span, marks, settledAt);
  const rows = trendRows(lines, span, domain, settledAt, places);
  const ticks = gridTicks(domain);
  const left = axisWidth(ticks.map(formatTick));
  const right = limits.length > 0 && !isNarrow ? 104 : 16;
  const plot = Math.max(1, width - left - right);
  const placed = placeMarks(marks, span, { plot, before: left, after: right, widthOf: markWidth });
  const [low, high] = domain;
  return (
    <figure aria-label={label} className="m-0">
      <ResponsiveContainer
        width="100%"
        height={isNarrow ? 250 : 288}
        initialDimension={{ width: 700, height: 288 }}
        onResize={(next) => setWidth(next)}
      >
        <ComposedChart data={rows} margin={{ top: 40, right, bottom: 4, left: 0 }} title={label}>
          {shade ? (
            <ReferenceArea
              x1={Math.max(span.from, shade[0])}
              x2={Math.min(span.to, shade[1])}
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
            domain={[span.from, span.to]}
            ticks={timeTicks(span, isNarrow ? 5 : 8, offset)}
            tickFormatter={(at: number) => timeLabel(at, hasHours)}
            minTickGap={12}
            interval="preserveStart"
          />
          <YAxis {...valueAxis(domain, ticks, formatTick)} allowDataOverflow />
          {ticks.map((tick) => (
            <ReferenceLine key={tick} y={tick} stroke="var(--chart-grid)" />
          ))}
          {lines.map(({ key, tone }, index) => {
            const { band } = trendLooks[tone];
            return band === null ? null : (
              <Area
                key={`band ${key}`}
                dataKey={`b${index}`}
                type="linear"
                stroke="none"
                fill={band}
                fillOpacity={0.14}
                isAnimationActive={false}
                activeDot={false}
                connectNulls={false}
                tooltipType="none"
              />
            );
          })}
          {limits.map(({ value, label: name, tone }) => (
            <ReferenceLine
              key={`${tone} ${value}`}
              y={value}
              stroke={limitColour[tone]}
              strokeWidth={1.5}
              {...(tone === "alert" && { strokeDasharray: "5 4" })}
              label={{
                value: name,
                position: isNarrow ? (tone === "alert" ? "insideTopRight" : "insideBottomRight") : "right",
                fontSize: 12,
                fill: limitColour[tone],
                ...(isNarrow && nameHalo),
                ...(isNarrow && { dy: tone === "alert" ? -19 : 18 }),
              }}
            />
          ))}
          {lines.flatMap(({ key, tone, points }, index) => {
            const { stroke } = trendLooks[tone];
            const shared = {
              stroke,
              type: "linear",
              isAnimationActive: false,
              connectNulls: false,
              activeDot: false,
            } as const;
            const hollow = new Set(
              points.filter((point) => isHollow(point, span.stepMs, settledAt)).map(({ at }) => at),
            );
            return [
              <Line
                key={`full ${key}`}
                {...shared}
                dataKey={`s${index}`}
                strokeWidth={1}
                strokeOpacity={0.5}
                dot={false}
              />,
              <Line
                key={`hollow ${key}`}
                {...shared}
                dataKey={`h${index}`}
                strokeWidth={1}
                strokeDasharray="3 3"
                dot={false}
              />,
              <Line key={`rolling ${key}`} {...shared} dataKey={`r${index}`} strokeWidth={2} dot={false} />,
              <Line
                key={`points ${key}`}
                {...shared}
                dataKey={`v${index}`}
                stroke="none"
                dot={({ cx, cy, payload }: { cx?: number; cy?: number | null; payload: TrendRow }) => {
                  const at = payload.step;
                  return cx === undefined || cy === undefined || cy === null ? (
                    <g key={at} />
                  ) : (
                    <circle
                      key={at}
                      cx={cx}
                      cy={cy}
                      r={hollow.has(at) ? 2.75 : 2}
                      fill={hollow.has(at) ? "var(--surface)" : stroke}
                      stroke={hollow.has(at) ? stroke : "none"}
                      strokeWidth="1.5"
                    />
                  );
                }}
              />,
            ];
          })}
          <TrendNames lines={lines} places={places} limits={limits} marks={marks} span={span} isNarrow={isNarrow} />
          {placed.map((mark) => (
            <ReferenceLine
              key={`${mark.kind} ${mark.at} ${mark.title}`}
              x={mark.at}
              stroke={mark.kind === "judge" ? "var(--chart-axis)" : "var(--text-subtle)"}
              {...(mark.kind === "judge" && { strokeDasharray: "2 3" })}
              ifOverflow="hidden"
              label={<MarkLabel mark={mark} />}
            />
          ))}
          <Tooltip
            cursor={tipCursor}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as TrendRow | undefined;
              return active && row ? (
                <TrendTip lines={lines} format={format} span={span} settledAt={settledAt} at={row.step} />
              ) : null;
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}
