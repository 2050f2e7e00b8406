export type SparklineProps = {
  /** What it shows, in words: "Good answers, 14 days: 86.3 % to 78.7 %". */
  label: string;
  /** A value per day, null where there is none. */
  values: readonly (number | null)[];
  /** Its axis spans at least this much: lines that stand in one list are compared by how far they move. */
  least: number;
  /** Days on which something was released, by index. */
  releases?: readonly number[];
  /** The colour of the end, only where a change is clear. */
  tone?: "negative" | "positive" | "neutral";
};

const [width, height, edge] = [88, 22, 3];
const tones = { negative: "var(--negative)", positive: "var(--positive)", neutral: "var(--chart-6)" } as const;

/** 14 days without an axis: a line that breaks where there is nothing, a tick per release, a dot at its end. */
export function Sparkline({ label, values, least, releases = [], tone = "neutral" }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const room = Math.max(0, least - (Math.max(...known) - Math.min(...known))) / 2;
  const [low, high] = [Math.min(...known) - room, Math.max(...known) + room];
  const x = (index: number) => edge + (index / Math.max(1, values.length - 1)) * (width - 2 * edge);
  const y = (value: number) =>
    high === low ? height / 2 : height - edge - ((value - low) / (high - low)) * (height - 2 * edge - 3) - 1;
  let path = "";
  let isDown = false;
  for (const [index, value] of values.entries()) {
    if (value !== null) path += `${isDown ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    isDown = value !== null;
  }
  const last = values.findLastIndex((value) => value !== null);
  const alone = values.flatMap((value, index) =>
    value !== null && values[index - 1] == null && values[index + 1] == null && index !== last
      ? [{ index, value }]
      : [],
  );
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="block"
    >
      {releases.map((index) => (
        <line
          key={index}
          x1={x(index)}
          x2={x(index)}
          y1={height - 4}
          y2={height}
          stroke="var(--chart-axis)"
          strokeWidth="1.5"
        />
      ))}
      <path
        d={path}
        fill="none"
        stroke="var(--chart-6)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {alone.map(({ index, value }) => (
        <circle key={index} cx={x(index)} cy={y(value)} r="1.25" fill="var(--chart-6)" />
      ))}
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r="2.5" fill={tones[tone]} />
    </svg>
  );
}
