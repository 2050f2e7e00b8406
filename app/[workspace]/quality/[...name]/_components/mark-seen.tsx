"use client";

import { markSeen } from "@/app/[workspace]/_components/alerts/actions";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";

/** Marks the alerts of this page as seen, also in the inbox. Hidden if there are none. */
export function MarkSeen({ ids }: { ids: readonly string[] }) {
  const workspace = useWorkspace();
  const { start, isBusy } = useAction({
    run: () => markSeen({ workspace, ids }),
    refresh: "always",
    failed: "The alerts could not be marked as seen.",
  });
  if (ids.length === 0) return null;
  return (
    <Button variant="quiet" onClick={() => start()} busy={isBusy && "Marking"}>
      Mark as seen
    </Button>
  );
}
