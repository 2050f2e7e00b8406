import { cn } from "../ui/cn";
import { place } from "./axis";

const tones = {
  positive: "text-positive",
  negative: "text-negative",
  neutral: "text-chart-6",
} as const;

export type IntervalBarProps = {
  /** A description: "Tasks finished: +3.8 pts, +1.8 pts to +5.8 pts". */
  label: string;
  low: number | null;
  high: number | null;
  at: number | null;
  /** The axis goes from −range to +range. Right is better. */
  range: number;
  tone?: keyof typeof tones;
  /** There is no verdict yet: an open bar with a tick in its middle. */
  open?: boolean;
  /** The position of the dashed margin line, as a value on the axis. */
  margin?: number;
  /** Omits the line in the middle. */
  plain?: boolean;
  className?: string;
};

/** An interval on an axis that all rows share. Arrows show that it continues beyond the edge. */
export function IntervalBar({
  label,
  low,
  high,
  at,
  range,
  tone = "neutral",
  open,
  margin,
  plain,
  className,
}: IntervalBarProps) {
  const { left, right, dot, leavesLeft, leavesRight } = place({ low, high, at, range });
  const width = Math.max(0.6, right - left);
  const line = margin === undefined ? null : place({ low: margin, high: margin, at: margin, range }).dot;
  return (
    <svg
      role="img"
      aria-label={label}
      width="100%"
      height="100%"
      className={cn("block h-[33px] overflow-visible max-md:h-[26px]", className)}
    >
      {[0, 25, 50, 75, 100].map((x) => (
        <line
          key={x}
          x1={`${x}%`}
          x2={`${x}%`}
          y1="0"
          y2="100%"
          className={x === 50 && !plain ? "stroke-chart-axis" : "stroke-chart-grid"}
        />
      ))}
      {line === null ? null : (
        <line
          x1={`${line}%`}
          x2={`${line}%`}
          y1="0"
          y2="100%"
          strokeWidth="1.5"
          strokeDasharray="3 3"
          className={open ? "stroke-chart-axis" : "stroke-negative"}
        />
      )}
      <svg y="50%" className={cn("overflow-visible", tones[tone])} aria-hidden="true">
        <rect
          x={`${left}%`}
          width={`${width}%`}
          y={-3}
          height={6}
          rx={1}
          {...(open
            ? { fill: "none", stroke: "currentColor", strokeWidth: 1.5 }
            : { fill: "currentColor", opacity: 0.42 })}
        />
        {leavesLeft ? <Arrow x="0%" path="M6 -3.5 2 0l4 3.5" /> : null}
        {leavesRight ? <Arrow x="100%" path="M-6 -3.5 -2 0l-4 3.5" /> : null}
        {dot === null ? null : <Middle x={`${dot}%`} tone={tone} open={open} />}
      </svg>
    </svg>
  );
}

function Arrow({ x, path }: { x: string; path: string }) {
  return (
    <svg x={x} className="overflow-visible" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}

/** A dot, a square for a worse value, a tick if there is no verdict yet. */
function Middle({ x, tone, open }: { x: string; tone: keyof typeof tones; open: boolean | undefined }) {
  return (
    <svg x={x} className="overflow-visible" aria-hidden="true">
      {open ? (
        <rect x="-1" y="-7" width="2" height="14" fill="currentColor" />
      ) : tone === "negative" ? (
        <rect x="-3.5" y="-3.5" width="7" height="7" fill="currentColor" />
      ) : (
        <circle r="4" fill="currentColor" />
      )}
    </svg>
  );
}
