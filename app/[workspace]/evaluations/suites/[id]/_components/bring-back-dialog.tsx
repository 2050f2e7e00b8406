"use client";

import { bringRevisionBack } from "@/app/[workspace]/evaluations/actions";
import { ActionDialog } from "@/components/ui/action-dialog";
import { toast } from "@/components/ui/toast";
import type { SuiteView } from "@/lib/evaluation/suites/views";

type Props = {
  workspace: string;
  suite: SuiteView;
  revision: number;
  onClose: () => void;
  onDone: () => void;
};

/** Asks before an earlier set takes the place of the present one. */
export function BringBackDialog({ workspace, suite, revision, onClose, onDone }: Props) {
  const { id, name, cases } = suite;
  const bring = (to: number) => bringRevisionBack({ workspace, id, revision: to });
  return (
    <ActionDialog
      variant="danger"
      title={`Bring revision ${revision} back?`}
      description={`The next runs of ${name} take the cases as they were then.`}
      act="Bring it back"
      acting="Bringing it back"
      run={() => bring(revision)}
      onClose={onClose}
      onDone={() => {
        onDone();
        toast({
          title: `The cases are as in revision ${revision} again.`,
          undo: async () => {
            const back = await bring(suite.revision);
            if (back.ok) onDone();
            else toast({ tone: "failed", title: "The set before did not come back.", detail: back.error.message });
          },
        });
      }}
    >
      <p>
        This makes a new revision. The {cases.toLocaleString("en-US")} {cases === 1 ? "case" : "cases"} of now stay in
        revision {suite.revision}, and can be brought back in the same way.
      </p>
    </ActionDialog>
  );
}
