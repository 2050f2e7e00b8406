"use client";

import { ActionDialog } from "@/components/ui/action-dialog";
import type { OwnDemo } from "@/lib/demo/queries";
import { askForOwnDemo } from "../actions";

/** Explains what a demo workspace is before it is created. */
export function DemoDialog({ onRequested, onClose }: { onRequested: (demo: OwnDemo) => void; onClose: () => void }) {
  return (
    <ActionDialog
      title="Fill with demo data"
      description="Fernway, a shop for tents, has its prompts here: six months of versions, releases, experiments and scored answers."
      note="It becomes a workspace of your own beside this one, and takes some seconds. Delete it in its settings at any time."
      act="Create the demo"
      acting="Creating it"
      run={() => askForOwnDemo({})}
      onDone={onRequested}
      onClose={onClose}
    />
  );
}
