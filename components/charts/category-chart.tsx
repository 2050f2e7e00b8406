"use client";

import {
  ErrorBar,
  LabelList,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { apart, niceTicks } from "./axis";
import { chartText, tipCursor, valueAxis, wordsAxis } from "./chart-looks";
import { ChartTip } from "./chart-tip";
import { seriesLook } from "./series";
import { textWidth } from "./text-width";

export type CategoryChartProps = {
  /** A description for screen readers. */
  label: string;
  /** The baseline first. */
  series: readonly { key: string; name: string }[];
  /** In display order. An unknown value leaves a gap. */
  points: readonly {
    name: string;
    /** The number of items, shown below the name. */
    note?: string;
    values: Readonly<Record<string, number | null>>;
    /** The bounds of each value. */
    intervals?: Readonly<Record<string, readonly [number, number] | null>>;
  }[];
  format: (value: number) => string;
  /** Returns the label format of the axis for these ticks. */
  formatTicks: (ticks: readonly number[]) => (value: number) => string;
};

/** The approximate height of the plot, in pixels. */
const plot = 180;

/** A domain that contains all values, with a margin above and below. */
function domainOf(points: CategoryChartProps["points"]): [number, number] {
  const values = points.flatMap((point) => [
    ...Object.values(point.values).filter((value) => value !== null),
    ...Object.values(point.intervals ?? {}).flatMap((one) => one ?? []),
  ]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(high - low, Math.abs(high) * 0.02, 1e-6) * 0.35;
  return [Math.max(0, low - room), high + room];
}

/** Values over a few ordered steps, one line per series, with its name at the end. */
export function CategoryChart({ label, series, points, format, formatTicks }: CategoryChartProps) {
  const domain = domainOf(points);
  const ticks = niceTicks(...domain, 5);
  const formatTick = formatTicks(ticks);
  const ends = series.map(({ key }) => points.findLastIndex(({ values }) => typeof values[key] === "number"));
  const lastOf = (key: string, index: number) => points[ends[index] ?? -1]?.values[key] ?? domain[0];
  const heights = series.map(({ key }, index) => ((lastOf(key, index) - domain[0]) / (domain[1] - domain[0])) * plot);
  const labels = apart(heights, 16);
  const errorKey = (key: string) => `${key} ±`;
  const rows = points.map(({ name, values, intervals = {} }) => ({
    name,
    ...values,
    ...Object.fromEntries(
      series.flatMap(({ key }) => {
        const [value, bounds] = [values[key], intervals[key]];
        return typeof value === "number" && bounds
          ? [[errorKey(key), [value - bounds[0], bounds[1] - value]] as const]
          : [];
      }),
    ),
  }));
  const noteOf = new Map(points.map(({ name, note }) => [name, note]));
  return (
    <figure aria-label={label} className="m-0">
      <ResponsiveContainer width="100%" height={220} initialDimension={{ width: 700, height: 220 }}>
        <LineChart
          data={rows}
          margin={{
            top: 8,
            right: Math.max(0, ...series.map(({ name }) => textWidth(name, 13))) + 8,
            bottom: 4,
            left: 0,
          }}
          title={label}
        >
          {ticks.map((tick) => (
            <ReferenceLine key={tick} y={tick} stroke="var(--chart-grid)" />
          ))}
          <XAxis
            dataKey="name"
            height={[...noteOf.values()].some(Boolean) ? 42 : 26}
            {...wordsAxis}
            tick={({ x, y, payload }) => (
              <text x={Number(x)} y={Number(y) + 12} textAnchor="middle" {...chartText}>
                {String(payload.value)}
                <tspan x={Number(x)} dy={15} fill="var(--text-subtle)">
                  {noteOf.get(String(payload.value)) ?? ""}
                </tspan>
              </text>
            )}
            interval={0}
            padding={{ left: 24, right: 24 }}
          />
          <YAxis {...valueAxis(domain, ticks, formatTick)} interval={0} />
          {series.map(({ key, name }, index) => {
            const { colour, dash } = seriesLook(index);
            const dy = (heights[index] ?? 0) - (labels[index] ?? 0);
            return (
              <Line
                key={key}
                dataKey={key}
                name={name}
                type="linear"
                stroke={colour}
                strokeWidth={2}
                isAnimationActive={false}
                dot={{ r: 3.5, fill: colour, stroke: "var(--surface)", strokeWidth: 2 }}
                {...(dash && { strokeDasharray: dash })}
              >
                <ErrorBar dataKey={errorKey(key)} width={5} strokeWidth={1.5} stroke={colour} direction="y" />
                <LabelList
                  dataKey={key}
                  content={({ x, y, index: place }) =>
                    place === ends[index] ? (
                      <text x={Number(x) + 10} y={Number(y) + 4 + dy} fontSize={13} fontWeight={600} fill="var(--text)">
                        {name}
                      </text>
                    ) : null
                  }
                />
              </Line>
            );
          })}
          <Tooltip
            cursor={tipCursor}
            content={({ active, payload, label: step }) =>
              active && payload ? (
                <ChartTip place={[step, noteOf.get(String(step))].filter(Boolean).join(", ")}>
                  {payload.map(({ dataKey, name, value }) => (
                    <span key={String(dataKey)} className="block">{`${name}: ${format(Number(value))}`}</span>
                  ))}
                </ChartTip>
              ) : null
            }
          />
        </LineChart>
      </ResponsiveContainer>
    </figure>
  );
}
