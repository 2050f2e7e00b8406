import type { Axis } from "@/components/charts/share-axis";
import { cn } from "@/components/ui/cn";

type Props = {
  axis: Axis;
  /** The text alternative. The table also contains all values of the drawing. */
  label: string;
  score: number | null;
  interval: [number, number] | null;
  baseline: number | null;
  minimum: number | null;
  isFailing: boolean;
};

const at = (axis: Axis, share: number) => `${axis.at(share).toFixed(2)}%`;

/** One dimension on the shared axis: interval as a bar, score as a dot, baseline as a diamond, minimum as a tick. */
export function IntervalMark({ axis, label, score, interval, baseline, minimum, isFailing }: Props) {
  const colour = isFailing ? "fill-negative" : "fill-chart-6";
  return (
    <svg role="img" aria-label={label} className="block h-[33px] w-full overflow-visible max-md:h-[26px]">
      {[0, 25, 50, 75, 100].map((line) => (
        <line
          key={line}
          x1={`${line}%`}
          x2={`${line}%`}
          y1="0"
          y2="100%"
          className="stroke-chart-grid"
          shapeRendering="crispEdges"
        />
      ))}
      {minimum === null ? null : (
        <line x1={at(axis, minimum)} x2={at(axis, minimum)} y1="16%" y2="84%" className="stroke-2 stroke-fg" />
      )}
      {interval ? (
        <rect
          x={at(axis, interval[0])}
          width={`${Math.max(0.4, axis.at(interval[1]) - axis.at(interval[0])).toFixed(2)}%`}
          y="50%"
          height="6"
          rx="1"
          className={cn("-translate-y-[3px] opacity-40", colour)}
        />
      ) : null}
      {baseline === null ? null : (
        <svg x={at(axis, baseline)} y="50%" className="overflow-visible" aria-hidden="true">
          <path d="M0-5.2 5.2 0 0 5.2-5.2 0z" className="fill-surface stroke-[1.5] stroke-fg-muted" />
        </svg>
      )}
      {score === null ? null : isFailing ? (
        <svg x={at(axis, score)} y="50%" className="overflow-visible" aria-hidden="true">
          <rect x="-3.5" y="-3.5" width="7" height="7" className={colour} />
        </svg>
      ) : (
        <circle cx={at(axis, score)} cy="50%" r="4" className={colour} />
      )}
    </svg>
  );
}
