"use client";

import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";
import { textWidth } from "./text-width";
import { placeNames, rollingMeans, type TrendLine, type TrendSpan } from "./trend";
import { nameHalo, trendLooks } from "./trend-looks";

const size = 13;

/** The names of lines where their last values are, in place of a legend. */
export function TrendNames({ lines, span }: { lines: readonly TrendLine[]; span: TrendSpan }) {
  const [plot, xScale, yScale] = [usePlotArea(), useXAxisScale(), useYAxisScale()];
  if (!plot || !xScale || !yScale) return null;
  const ends = lines.flatMap(({ key, name, tone, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    const value = rollingMeans(points, span.stepMs).at(-1);
    if (!first || !last || value === undefined) return [];
    const [beginsAt, endsAt] = [first, last].map(({ at }) => Number(xScale(at + span.stepMs / 2)));
    const y = Math.min(plot.y + plot.height, Math.max(plot.y, Number(yScale(value))));
    if (beginsAt === undefined || endsAt === undefined || !Number.isFinite(y)) return [];
    return [{ key, name, tone, beginsAt, endsAt, y, width: textWidth(name, size), isBad: tone === "bad" }];
  });
  const paths = lines.map(({ points }) => {
    const means = rollingMeans(points, span.stepMs);
    return points.flatMap(({ at }, index) => {
      const [x, y] = [Number(xScale(at + span.stepMs / 2)), Number(yScale(means[index] ?? Number.NaN))];
      return Number.isFinite(x) && Number.isFinite(y) ? [{ x, y }] : [];
    });
  });
  const edge = { top: plot.y, bottom: plot.y + plot.height };
  const placed = placeNames(ends, plot.x, paths, edge);
  return ends.map(({ key, name, tone, endsAt, y }, index) => {
    const at = placed[index];
    return at ? (
      <g key={key}>
        {tone === "bad" ? (
          <circle cx={endsAt} cy={y} r="3.5" fill={trendLooks.bad.stroke} stroke="var(--surface)" strokeWidth="2" />
        ) : null}
        <text
          x={at.x}
          y={at.y + 4}
          textAnchor={at.isStart ? "start" : "end"}
          fontSize={size}
          fontWeight={500}
          fill={trendLooks[tone].text}
          {...nameHalo}
        >
          {name}
        </text>
      </g>
    ) : null;
  });
}
