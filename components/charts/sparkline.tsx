import { drawSpark } from "./spark";

export type SparklineProps = {
  /** A description: "Good answers, 14 days: 86.3 % to 78.7 %". */
  label: string;
  /** One value per day. Null: none. */
  values: readonly (number | null)[];
  /** The minimum span of the axis, so that the movements of the lines in one list can be compared. */
  least: number;
  /** The last day is incomplete: it is hollow with a dashed line. */
  isOpen: boolean;
  /** The indexes of days with a release. */
  releases: readonly number[];
  /** The colour of the last point. Only for a significant change. */
  tone: "negative" | "positive" | "neutral";
};

const [width, height] = [88, 22];
const tones = { negative: "var(--negative)", positive: "var(--positive)", neutral: "var(--chart-6)" } as const;
const at = (place: number) => Number(place.toFixed(1));

/** 14 days without an axis: a line with gaps for missing values, a tick per release, a dot at its end. */
export function Sparkline({ label, values, least, isOpen = false, releases = [], tone = "neutral" }: SparklineProps) {
  const spark = drawSpark(values, least, isOpen, { width, height, edge: 3 });
  if (!spark) return null;
  const { path, openPath, lead, alone, end, xOf } = spark;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="spark"
    >
      {releases.map((day) => (
        <path
          key={day}
          d={`M${at(xOf(day))} ${height - 4}V${height}`}
          stroke="var(--chart-axis)"
          strokeLinecap="butt"
        />
      ))}
      {lead ? (
        <path
          d={`M${at(lead.from)} ${at(lead.y)}H${at(lead.to)}`}
          stroke="var(--chart-axis)"
          strokeWidth="1"
          strokeLinecap="butt"
          strokeDasharray="1 3"
        />
      ) : null}
      <path d={path} />
      {openPath ? <path d={openPath} strokeWidth="1" strokeDasharray="2 2" /> : null}
      {alone.map(({ x, y }) => (
        <circle key={x} cx={at(x)} cy={at(y)} r="1.25" fill="var(--chart-6)" stroke="none" />
      ))}
      {openPath ? (
        <circle cx={at(end.x)} cy={at(end.y)} r="2" fill="var(--surface)" stroke={tones[tone]} strokeWidth="1.25" />
      ) : (
        <circle cx={at(end.x)} cy={at(end.y)} r="2.5" fill={tones[tone]} stroke="none" />
      )}
    </svg>
  );
}
