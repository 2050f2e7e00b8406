import type { ReactNode } from "react";

/** The tooltip of a chart: values, with their position below. */
export function ChartTip({ place, children }: { place: ReactNode; children: ReactNode }) {
  return (
    <div className="rounded-sm bg-surface-inverse px-2 py-1 text-12 text-fg-inverse shadow-popover">
      {children}
      <span className="block text-fg-inverse-muted">{place}</span>
    </div>
  );
}
