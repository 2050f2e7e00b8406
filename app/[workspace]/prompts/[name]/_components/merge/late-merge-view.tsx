"use client";

import dynamic from "next/dynamic";
import type { MergeViewProps } from "./merge-view";

const MergeView = dynamic(() => import("./merge-view").then((module) => module.MergeView), {
  ssr: false,
  loading: () => (
    <p role="status" className="flex-1 px-6 py-3 text-fg-muted max-md:px-4">
      Comparing both sides…
    </p>
  ),
});

/**
 * The merge view, rendered only in the browser. Merging two long versions takes seconds, which would block the server.
 */
export function LateMergeView(props: MergeViewProps) {
  return <MergeView {...props} />;
}
