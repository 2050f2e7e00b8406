"use client";

import { LateMergeView as MergeView } from "../merge/late-merge-view";
import type { Joining } from "./use-joining";

/** The merge view, shown instead of the messages while two texts are merged. */
export function JoinPane({ joining, onCancel }: { joining: Joining; onCancel: () => void }) {
  const { title, sides, oursLabel, theirsLabel, submitLabel, finish } = joining;
  return (
    <section aria-label={title} className="flex min-w-0 flex-1 flex-col">
      <h2 className="border-line border-b px-6 py-3 text-14 max-md:px-4">{title}</h2>
      <MergeView
        {...sides}
        oursLabel={oursLabel}
        theirsLabel={theirsLabel}
        submitLabel={submitLabel}
        onCancel={onCancel}
        onResolved={finish}
      />
    </section>
  );
}
