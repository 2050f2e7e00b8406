import type { ReactNode } from "react";

/** What a chart says at the pointer: values, and under them where that is. */
export function ChartTip({ place, children }: { place: ReactNode; children: ReactNode }) {
  return (
    <div className="rounded-sm bg-surface-inverse px-2 py-1 text-12 text-fg-inverse shadow-popover">
      {children}
      <span className="block text-fg-inverse-muted">{place}</span>
    </div>
  );
}
