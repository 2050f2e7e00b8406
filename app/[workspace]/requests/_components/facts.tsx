import type { ReactNode } from "react";

/** A list of terms and values. Terms without a value are left out. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-4 gap-y-1 tabular-nums">
      {rows.map(([term, value]) =>
        value === null || value === "" ? null : (
          <div key={term} className="contents">
            <dt className="truncate text-fg-muted" title={term}>
              {term}
            </dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
