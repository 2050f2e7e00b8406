"use client";

import { useState } from "react";
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
import {
  gridTicks,
  nameAnchor,
  placeMarks,
  standsAlone,
  type TrendLimit,
  type TrendLine,
  type TrendMark,
  type TrendRow,
  type TrendSpan,
  type TrendTone,
  timeTicks,
  trendRows,
} from "./trend";
import { MarkLabel } from "./trend-mark";
import { TrendTip } from "./trend-tip";

export type TrendChartProps = {
  /** What it shows, for those who do not see it. */
  label: string;
  lines: readonly TrendLine[];
  marks: readonly TrendMark[];
  limits: readonly TrendLimit[];
  span: TrendSpan;
  domain: readonly [low: number, high: number];
  format: (value: number) => string;
  formatTick: (value: number) => string;
  /** A stretch to look at, in ms: while what was bad was live. */
  shade?: readonly [from: number, to: number] | undefined;
};

const looks: Record<TrendTone, { stroke: string; band: string | null; text: string }> = {
  bad: { stroke: "var(--negative)", band: "var(--negative)", text: "var(--negative)" },
  current: { stroke: "var(--chart-1)", band: "var(--chart-1)", text: "var(--text)" },
  previous: { stroke: "var(--chart-6)", band: "var(--chart-6)", text: "var(--text-muted)" },
  other: { stroke: "var(--chart-axis)", band: null, text: "var(--text-muted)" },
};
const limitColour = { alert: "var(--warning)", floor: "var(--negative)" } as const;
const text = { fontSize: 12, fill: "var(--text-muted)" };
/** Words over lines keep a rim of the page's colour, so that they can be read. */
const halo = { stroke: "var(--surface)", strokeWidth: 4, strokeLinejoin: "round", paintOrder: "stroke" } as const;
const dayMs = 86_400_000;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "12 Nov" at midnight, "16:00" else, on the clock of whoever looks. */
function timeLabel(at: number, hasHours: boolean): string {
  const time = new Date(at);
  const isMidnight = time.getHours() === 0 && time.getMinutes() === 0;
  if (!hasHours) return `${time.getUTCDate()} ${months[time.getUTCMonth()]}`;
  if (isMidnight) return `${time.getDate()} ${months[time.getMonth()]}`;
  return `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
}

/** A value over time, a line per version with its interval; what happened stands above, limits are named at their end. */
export function TrendChart(props: TrendChartProps) {
  const { label, lines, marks, limits, span, domain, format, formatTick, shade } = props;
  const [width, setWidth] = useState(700);
  const isNarrow = width < 560;
  const hasHours = span.stepMs < dayMs;
  const offset = hasHours ? -new Date(span.to).getTimezoneOffset() * 60_000 : 0;
  const rows = trendRows(lines, span, domain);
  const right = limits.length > 0 && !isNarrow ? 104 : 16;
  const placed = placeMarks(marks, span, Math.max(1, width - 52 - right), isNarrow ? 96 : 118);
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
            type="number"
            scale="time"
            domain={[span.from, span.to]}
            allowDataOverflow
            ticks={timeTicks(span, isNarrow ? 5 : 8, offset)}
            tickFormatter={(at: number) => timeLabel(at, hasHours)}
            tick={text}
            tickLine={false}
            axisLine={false}
            minTickGap={12}
            interval="preserveStart"
          />
          <YAxis
            domain={[low, high]}
            ticks={gridTicks(domain)}
            allowDataOverflow
            width={52}
            tickFormatter={formatTick}
            tick={text}
            tickLine={false}
            axisLine={false}
          />
          {gridTicks(domain).map((tick) => (
            <ReferenceLine key={tick} y={tick} stroke="var(--chart-grid)" />
          ))}
          {lines.map(({ key, tone }, index) => {
            const { band } = looks[tone];
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
                ...(isNarrow && halo),
                ...(isNarrow && { dy: tone === "alert" ? -16 : 16 }),
              }}
            />
          ))}
          {lines.map(({ key, tone }, index) => (
            <Line
              key={`line ${key}`}
              dataKey={`v${index}`}
              type="linear"
              stroke={looks[tone].stroke}
              strokeWidth={tone === "other" ? 1.5 : 2}
              {...(tone === "other" && { strokeDasharray: "4 3" })}
              isAnimationActive={false}
              connectNulls={false}
              activeDot={{ r: 3 }}
              dot={({ cx, cy, index: at }: { cx?: number; cy?: number; index: number }) =>
                cx !== undefined && cy !== undefined && cy !== null && standsAlone(rows, index, at) ? (
                  <circle key={at} cx={cx} cy={cy} r="2.5" fill={looks[tone].stroke} />
                ) : (
                  <g key={at} />
                )
              }
            />
          ))}
          {lines.map((line) => (
            <LineName key={`name ${line.key}`} line={line} lines={lines} span={span} domain={domain} />
          ))}
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
            cursor={{ stroke: "var(--chart-axis)", strokeDasharray: "2 2" }}
            content={({ active, payload }) => {
              const row = payload?.[0]?.payload as TrendRow | undefined;
              return active && row ? (
                <TrendTip lines={lines} format={format} span={span} at={row.at - span.stepMs / 2} />
              ) : null;
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

/** The name beside its line: over the band, under it where another line runs above; at its end for what is bad. */
function LineName({
  line,
  lines,
  span,
  domain,
}: { line: TrendLine } & Pick<TrendChartProps, "lines" | "span" | "domain">) {
  const { tone, points, name } = line;
  const last = points.at(-1);
  const anchor = tone === "bad" ? last : nameAnchor(points, span.stepMs);
  if (!anchor) return null;
  const inside = (value: number) => Math.min(domain[1], Math.max(domain[0], value));
  const x = anchor.at + span.stepMs / 2;
  const style = { fontSize: 13, fontWeight: 500, fill: looks[tone].text, ...halo };
  const isShared = lines.some(
    ({ key, points: others }) =>
      key !== line.key && others.some(({ at, value }) => at === anchor.at && value >= anchor.value),
  );
  const isLow = isShared && (tone === "previous" || tone === "other");
  const y = tone === "bad" ? anchor.value : isLow ? (anchor.low ?? anchor.value) : (anchor.high ?? anchor.value);
  return (
    <ReferenceDot
      x={x}
      y={inside(y)}
      ifOverflow="visible"
      {...(tone === "bad"
        ? { r: 3.5, fill: looks.bad.stroke, stroke: "var(--surface)", strokeWidth: 2 }
        : { r: 0, fill: "none", stroke: "none" })}
      label={{
        value: name,
        position: tone === "bad" ? "left" : isLow ? "bottom" : "top",
        offset: tone === "bad" ? 10 : 6,
        ...style,
      }}
    />
  );
}
