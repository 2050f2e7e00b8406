import type { ReactNode } from "react";

/** Tabs on the left (TabLinks), a small element on the right (MiniLanes). */
export function Subbar({ tabs, end }: { tabs: ReactNode; end?: ReactNode }) {
  return (
    <div className="flex h-11 shrink-0 items-center justify-between gap-6 border-line border-b px-6 max-md:h-auto max-md:overflow-x-auto max-md:px-4">
      {tabs}
      {end ? (
        <section aria-label="State" className="shrink-0 empty:hidden max-md:hidden">
          {end}
        </section>
      ) : null}
    </div>
  );
}

export type MiniLane = { id: string; chip: ReactNode; label: string };

/** The version of each environment, from left to right, connected by a line. */
export function MiniLanes({ lanes }: { lanes: readonly MiniLane[] }) {
  return (
    <ol aria-label="Versions by environment" className="flex items-center text-12 text-fg-muted">
      {lanes.map((lane, index) => (
        <li key={lane.id} title={lane.label} className="flex items-center gap-1.5 whitespace-nowrap">
          {index ? (
            <span aria-hidden="true" className="mx-2.5 h-px w-5 bg-line-control md:max-xl:mx-1.5 md:max-xl:w-3" />
          ) : null}
          {lane.chip}
          <span className="md:max-xl:sr-only">{lane.label}</span>
        </li>
      ))}
    </ol>
  );
}
