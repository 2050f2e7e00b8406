import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  rows: readonly (readonly [string, ReactNode])[];
  /** Other columns than 88 px and the rest. */
  className?: string;
};

/** A list of terms and values. Terms without a value are left out. */
export function Facts({ rows, className }: Props) {
  return (
    <dl className={cn("grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1 tabular-nums", className)}>
      {rows.map(([term, value]) =>
        value === null || value === "" ? null : (
          <div key={term} className="contents">
            <dt className="text-fg-muted [overflow-wrap:anywhere]">{term}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
