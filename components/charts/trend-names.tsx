"use client";

import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";
import { textWidth } from "./text-width";
import { rollingMeans, type TrendLimit, type TrendLine, type TrendMark, type TrendSpan } from "./trend";
import { nameHalo, trendLooks } from "./trend-looks";
import { placeNames } from "./trend-place";

const size = 13;
/** The distance between the label of a limit and its line. */
const limitName = 17;

type Props = {
  lines: readonly TrendLine[];
  /** Where each line draws each of its steps. */
  places: readonly ReadonlyMap<number, number>[];
  limits: readonly TrendLimit[];
  marks: readonly TrendMark[];
  span: TrendSpan;
  isNarrow: boolean;
};

/** The names of lines at their last values, instead of a legend. */
export function TrendNames({ lines, places, limits, marks, span, isNarrow }: Props) {
  const [plot, xScale, yScale] = [usePlotArea(), useXAxisScale(), useYAxisScale()];
  if (!plot || !xScale || !yScale) return null;
  const ends = lines.flatMap(({ key, name, tone, points }, line) => {
    const [first, last] = [points[0], points.at(-1)];
    const value = rollingMeans(points, span.stepMs).at(-1);
    if (!first || !last || value === undefined) return [];
    const [beginsAt, endsAt] = [first, last].map(({ at }) => Number(xScale(places[line]?.get(at) ?? at)));
    const y = Math.min(plot.y + plot.height, Math.max(plot.y, Number(yScale(value))));
    if (beginsAt === undefined || endsAt === undefined || !Number.isFinite(y)) return [];
    return [{ key, name, tone, beginsAt, endsAt, y, width: textWidth(name, size), isBad: tone === "bad" }];
  });
  const clamp = (y: number) => Math.min(plot.y + plot.height, Math.max(plot.y, y));
  const pathOf = (points: readonly { at: number; value: number }[], line: number) =>
    points.flatMap(({ at, value }) => {
      const [x, y] = [Number(xScale(places[line]?.get(at) ?? at)), Number(yScale(value))];
      return Number.isFinite(x) && Number.isFinite(y) ? [{ x, y: clamp(y) }] : [];
    });
  const right = plot.x + plot.width;
  const level = (y: number) => [plot.x, right].map((x) => ({ x, y }));
  const paths = [
    ...lines.map(({ points }, line) => {
      const means = rollingMeans(points, span.stepMs);
      const drawn = points.map(({ at }, index) => ({ at, value: means[index] ?? Number.NaN }));
      return pathOf(drawn, line);
    }),
    ...lines.map(({ points }, line) => pathOf(points, line)),
    ...limits.map(({ value }) => level(clamp(Number(yScale(value))))),
    // On a narrow chart, labels of limits are inside the plot.
    ...limits.flatMap(({ value, label, tone }) => {
      const y = Number(yScale(value)) + (tone === "alert" ? -limitName : limitName);
      return isNarrow ? [[right - textWidth(label) - 8, right].map((x) => ({ x, y }))] : [];
    }),
  ];
  const walls = marks.map(({ at }) => Number(xScale(at))).filter(Number.isFinite);
  // Labels of marks are above the plot.
  const edge = { top: walls.length > 0 ? plot.y : plot.y - size, bottom: plot.y + plot.height, right: right + 12 };
  const placed = placeNames(ends, plot.x, { paths, walls, edge });
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
