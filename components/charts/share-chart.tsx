"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { shortDay } from "@/lib/core/short-day";
import { chartText, timeAxis, tipCursor, wordsAxis } from "./chart-looks";
import { ChartTip } from "./chart-tip";
import { dayOrHour, timeTicks } from "./days";
import { seriesLook } from "./series";

export type ShareChartProps = {
  label: string;
  series: readonly { key: string; name: string }[];
  /** `shares` by series key, 0 to 1. */
  points: readonly { at: number; shares: Record<string, number> }[];
  floor: number;
};

const percent = (share: number) => `${Math.round(share * 100)}\u00a0%`;

/** Shares over time that add up to one, as steps: a share applies until the next change. */
export function ShareChart({ label, series, points, floor }: ShareChartProps) {
  const rows = points.map(({ at, shares }) => ({ at, ...shares }));
  return (
    <figure aria-label={label} className="m-0">
      <ResponsiveContainer width="100%" height={240} initialDimension={{ width: 700, height: 240 }}>
        <LineChart data={rows} margin={{ top: 8, right: 16, bottom: 4, left: 0 }} title={label}>
          <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
          <XAxis
            dataKey="at"
            {...timeAxis}
            domain={["dataMin", "dataMax"]}
            ticks={timeTicks([points[0]?.at ?? 0, points.at(-1)?.at ?? 0], 8)}
            tickFormatter={dayOrHour}
            minTickGap={32}
          />
          <YAxis domain={[0, 1]} ticks={[0, 0.25, 0.5, 0.75, 1]} tickFormatter={percent} width={48} {...wordsAxis} />
          <ReferenceLine
            y={floor}
            stroke="var(--text-muted)"
            strokeDasharray="3 3"
            label={{ value: `floor ${percent(floor)}`, position: "insideTopLeft", dy: -16, ...chartText }}
          />
          {series.map(({ key, name }, index) => {
            const { colour, dash } = seriesLook(index);
            return (
              <Line
                key={key}
                dataKey={key}
                name={name}
                type="stepAfter"
                stroke={colour}
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
                {...(dash && { strokeDasharray: dash })}
              />
            );
          })}
          <Tooltip
            cursor={tipCursor}
            content={({ active, payload, label: at }) =>
              active && payload ? (
                <ChartTip
                  place={`from ${shortDay(Number(at))}, ${new Date(Number(at)).toISOString().slice(11, 16)} UTC`}
                >
                  {payload.map(({ dataKey, name, value }) => (
                    <span key={String(dataKey)} className="block">{`${name}: ${percent(Number(value))}`}</span>
                  ))}
                </ChartTip>
              ) : null
            }
          />
        </LineChart>
      </ResponsiveContainer>
      <figcaption className="mt-1 flex flex-wrap gap-x-4 gap-y-1 pl-12 text-12 text-fg-muted">
        {series.map(({ key, name }, index) => {
          const { colour, dash } = seriesLook(index);
          return (
            <span key={key} className="inline-flex items-center gap-1.5">
              <svg width="20" height="8" aria-hidden="true">
                <line
                  x1="0"
                  x2="20"
                  y1="4"
                  y2="4"
                  stroke={colour}
                  strokeWidth="2"
                  {...(dash && { strokeDasharray: dash })}
                />
              </svg>
              {name}
            </span>
          );
        })}
      </figcaption>
    </figure>
  );
}
