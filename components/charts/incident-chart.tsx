"use client";

import { useState } from "react";
import {
  Area,
  Bar,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import { apart, countAxis } from "./axis";
import { timeAxis, wordsAxis } from "./chart-looks";
import { endMargin } from "./end-margin";
import { axisWidth, textWidth } from "./text-width";
import type { TrendMark } from "./trend";
import { nameHalo } from "./trend-looks";
import { MarkLabel, markWidth } from "./trend-mark";
import { placeMarks } from "./trend-place";

export type IncidentChartProps = {
  /** A description for screen readers. */
  label: string;
  span: { from: number; to: number; stepMs: number };
  now: number;
  /** The first step with a count starts at the release. */
  steps: readonly {
    at: number;
    good: number;
    bad: number;
    counted: { n: number; bad: number; boundary: number | null; expected: number | null } | null;
  }[];
  marks: readonly TrendMark[];
  /** The labels: "v5, 24 of 137"; "v4 would have 3". */
  words: { bars: string; counted: string; boundary: string; expected: string };
  panels: { bars: string; counted: string };
};

const clock = (at: number) => {
  const time = new Date(at);
  return `${String(time.getHours()).padStart(2, "0")}:${String(time.getMinutes()).padStart(2, "0")}`;
};

/** Returns at most six instants at round minutes. */
function clockTicks({ from, to }: IncidentChartProps["span"]): number[] {
  const step = [5, 10, 15, 30, 60, 120, 240, 480].find((minutes) => (to - from) / (minutes * 60_000) <= 7) ?? 480;
  const stepMs = step * 60_000;
  const first = Math.ceil(from / stepMs) * stepMs;
  return Array.from({ length: Math.floor((to - first) / stepMs) + 1 }, (_, index) => first + index * stepMs);
}

/** The margin right of the plot, and the space between a line and its name with the halo of the name. */
const [edge, nameGap] = [12, 12];
const countHeight = 210;
/** The margins of the lower panel and the axis below it. */
const countEdges = { top: 8, bottom: 34 };

/** The shifts of the labels at the end of these values, in pixels, so that they do not overlap. */
function nameShifts(values: readonly number[], highest: number): number[] {
  const plot = countHeight - countEdges.top - countEdges.bottom;
  const places = values.map((value) => plot * (1 - value / highest));
  const moved = apart(places, 15);
  // Labels stay above the axis.
  const below = Math.max(0, ...moved.map((y) => y - plot));
  return moved.map((y, index) => y - below - (places[index] ?? 0));
}

/** Answers per minute, good and bad. Below: the cumulative bad answers of the released version and the boundary. */
export function IncidentChart({ label, span, now, steps, marks, words, panels }: IncidentChartProps) {
  const [width, setWidth] = useState(700);
  const isNarrow = width < 560;
  const rows = steps.map(({ at, good, bad, counted }) => ({
    at: at + span.stepMs / 2,
    // No line goes past the present.
    end: Math.min(at + span.stepMs, Math.max(at, now)),
    good,
    bad,
    counted: counted?.bad ?? null,
    boundary: counted?.boundary ?? null,
    expected: counted?.expected ?? null,
    zone: counted?.boundary ? [counted.boundary, 1e6] : null,
  }));
  const last = rows.findLast((row) => row.counted !== null);
  const most = Math.max(1, ...rows.map(({ good, bad }) => good + bad));
  const highest = Math.max(4, ...rows.map((row) => Math.max(row.counted ?? 0, row.boundary ?? 0)));
  const [barTicks, countTicks] = [countAxis(most), countAxis(highest, 5)];
  const [barTop, countTop] = [barTicks.at(-1) ?? most, countTicks.at(-1) ?? highest];
  const left = axisWidth([...barTicks, ...countTicks].map(String));
  const ends = [
    { value: last?.counted, words: words.counted, fill: "var(--negative)" },
    { value: last?.boundary, words: words.boundary, fill: "var(--negative)" },
    { value: last?.expected, words: words.expected, fill: "var(--text-muted)" },
  ].flatMap(({ value, ...rest }) => (value === null || value === undefined ? [] : [{ value, ...rest }]));
  const name = isNarrow ? 0 : Math.max(0, ...ends.map((one) => textWidth(one.words))) + nameGap;
  const right = endMargin(width - left, last ? (last.end - span.from) / (span.to - span.from) : 0, name, edge);
  const plot = Math.max(1, width - left - right);
  const placed = placeMarks(marks, span, { plot, before: left, after: right, widthOf: markWidth });
  const time = {
    ...timeAxis,
    domain: [span.from, span.to],
    ticks: clockTicks(span),
    tickFormatter: clock,
  } as const;
  const ahead =
    now < span.to ? (
      <ReferenceArea
        x1={Math.max(now, span.from)}
        x2={span.to}
        fill="var(--surface-sunken)"
        fillOpacity={1}
        stroke="none"
      />
    ) : null;
  const lines = (hasLabels: boolean) =>
    placed.map((mark) => (
      <ReferenceLine
        key={`${mark.kind} ${mark.at}`}
        x={mark.at}
        stroke={mark.kind === "alert" ? "var(--negative)" : "var(--text-subtle)"}
        ifOverflow="hidden"
        {...(hasLabels && { label: <MarkLabel mark={mark} /> })}
      />
    ));
  const end = (value: string, fill: string, dy = 0) =>
    isNarrow ? {} : { label: { value, position: "right" as const, fontSize: 12, fill, dy, ...nameHalo } };
  const shifts = nameShifts(
    ends.map(({ value }) => value),
    countTop,
  );
  return (
    <figure aria-label={label} className="m-0">
      <p className="text-12 md:hidden">{panels.bars}</p>
      <ResponsiveContainer
        width="100%"
        height={190}
        initialDimension={{ width: 700, height: 190 }}
        onResize={(next) => setWidth(next)}
      >
        <ComposedChart data={rows} margin={{ top: 46, right, bottom: 4, left: 0 }} title={`${label} ${panels.bars}`}>
          {ahead}
          <XAxis dataKey="at" {...time} hide />
          <YAxis domain={[0, barTop]} ticks={barTicks} allowDataOverflow width={left} {...wordsAxis} />
          {barTicks.map((tick) => (
            <ReferenceLine
              key={tick}
              y={tick}
              zIndex={-50}
              stroke={tick === 0 ? "var(--chart-axis)" : "var(--chart-grid)"}
            />
          ))}
          <Bar
            dataKey="bad"
            stackId="answers"
            fill="var(--negative)"
            isAnimationActive={false}
            barSize={(plot / 30) * 0.7}
          />
          <Bar
            dataKey="good"
            stackId="answers"
            fill="var(--chart-6)"
            fillOpacity={0.45}
            isAnimationActive={false}
            barSize={(plot / 30) * 0.7}
          />
          {lines(true)}
        </ComposedChart>
      </ResponsiveContainer>
      {last ? (
        <>
          <p className="mt-1 text-12" style={{ paddingLeft: left }}>
            {panels.counted}
          </p>
          <ResponsiveContainer width="100%" height={countHeight} initialDimension={{ width: 700, height: countHeight }}>
            <ComposedChart
              data={rows}
              margin={{ top: countEdges.top, right, bottom: 4, left: 0 }}
              title={`${label} ${panels.counted}`}
            >
              {ahead}
              <XAxis dataKey="end" {...time} />
              <YAxis domain={[0, countTop]} ticks={countTicks} allowDataOverflow width={left} {...wordsAxis} />
              {countTicks.map((tick) => (
                <ReferenceLine key={tick} y={tick} stroke={tick === 0 ? "var(--chart-axis)" : "var(--chart-grid)"} />
              ))}
              <Area
                dataKey="zone"
                stroke="none"
                fill="var(--negative)"
                fillOpacity={0.1}
                isAnimationActive={false}
                activeDot={false}
              />
              <Line
                dataKey="boundary"
                stroke="var(--negative)"
                strokeWidth={1.25}
                dot={false}
                isAnimationActive={false}
              />
              <Line
                dataKey="expected"
                stroke="var(--text-muted)"
                strokeDasharray="4 3"
                strokeWidth={1.25}
                dot={false}
                isAnimationActive={false}
              />
              <Line
                dataKey="counted"
                type="stepAfter"
                stroke="var(--negative)"
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
              />
              {lines(false)}
              {ends.map(({ value, words: name, fill }, index) => (
                <ReferenceLine
                  key={name}
                  // The names stand where the lines end.
                  segment={[
                    { x: span.from, y: value },
                    { x: last.end, y: value },
                  ]}
                  stroke="none"
                  {...end(name, fill, shifts[index])}
                />
              ))}
            </ComposedChart>
          </ResponsiveContainer>
        </>
      ) : null}
      <figcaption className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-12 text-fg-muted">
        <span>{words.bars}</span>
        {isNarrow && last ? (
          <span>
            {[words.counted, last.boundary === null ? "" : words.boundary, words.expected].filter(Boolean).join(" · ")}
          </span>
        ) : null}
      </figcaption>
    </figure>
  );
}
