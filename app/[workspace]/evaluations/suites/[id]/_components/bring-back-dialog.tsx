"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { bringRevisionBack } from "@/app/[workspace]/evaluations/actions";
import { ActionDialog } from "@/components/ui/action-dialog";
import type { SuiteView } from "@/lib/evaluation/suites/views";

type Props = {
  suite: SuiteView;
  revision: number;
  onClose: () => void;
  /** Called on success, for example to navigate. */
  onDone?: () => void;
};

/** Asks for confirmation before earlier cases replace the current ones. */
export function BringBackDialog({ suite, revision, onClose, onDone }: Props) {
  const workspace = useWorkspace();
  const { id, name, cases } = suite;
  const bring = (to: number) => bringRevisionBack({ workspace, id, revision: to });
  return (
    <ActionDialog
      variant="danger"
      title={`Restore revision ${revision}?`}
      description={`The next runs of ${name} use the cases of that revision.`}
      act="Restore"
      acting="Restoring"
      run={() => bring(revision)}
      onClose={onClose}
      done={{
        title: `The cases of revision ${revision} are restored.`,
        undo: { run: () => bring(suite.revision), failed: "The previous set was not restored." },
      }}
      onDone={onDone}
    >
      <p>
        This creates a new revision. The current {cases.toLocaleString("en-US")} {cases === 1 ? "case" : "cases"} stay
        in revision {suite.revision} and can be restored in the same way.
      </p>
    </ActionDialog>
  );
}
