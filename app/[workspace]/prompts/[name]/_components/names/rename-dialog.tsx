"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { promptNameFault } from "@/lib/registry/prompt-name";
import { rename } from "../../actions/names";

export type RenameDialogProps = {
  workspace: string;
  name: string;
  /** Why the old name may not be given up: it is live where this person may not release. */
  dropRefusal: string | null;
  onClose: () => void;
};

const checkName = (name: string) => (name === "" ? "Enter a name." : promptNameFault(name));

/** Another name for a prompt; says who notices. */
export function RenameDialog({ workspace, name, dropRefusal, onClose }: RenameDialogProps) {
  const router = useRouter();
  const to = useCheckedValue(name, checkName);
  const [isKept, setKept] = useState(true);
  const isDropping = !isKept && dropRefusal === null;

  const takeBack = async (now: string) => {
    const result = await reach(() => rename({ workspace, name: now, to: name, keepAlias: dropRefusal !== null }));
    if (!result.ok) return toast({ title: "It was not undone.", detail: result.error.message, tone: "failed" });
    router.replace(promptPath(workspace, name));
    router.refresh();
  };

  const tell = ({ name: now }: { name: string }) => {
    onClose();
    router.replace(promptPath(workspace, now, { tab: "settings" }));
    router.refresh();
    toast({
      title: `${name} is ${now} now.`,
      detail: isDropping ? "Applications no longer get it by the old name." : "Applications get it by both names.",
      undo: () => takeBack(now),
    });
  };

  return (
    <ActionDialog
      onClose={onClose}
      title={`Rename ${name}`}
      description="Versions, releases and all other data are kept. Links to the old address still work."
      note="You can undo this."
      act="Rename"
      acting="Renaming"
      check={to.isFine}
      run={() => rename({ workspace, name, to: to.value, keepAlias: !isDropping })}
      onRefused={to.takeRefusal("already_exists")}
      onDone={tell}
    >
      <Field label="New name" help="Use / for a folder: support/reply." error={to.error}>
        <Input {...to.props} mono autoFocus autoComplete="off" spellCheck={false} />
      </Field>
      <Checkbox
        label={`Applications still get it by ${name}`}
        help={
          dropRefusal ??
          (isKept
            ? "The old name becomes a former name, which no other prompt can take."
            : "Applications that use the old name get 404 at once. Understudy does not record which ones do.")
        }
        checked={isKept || dropRefusal !== null}
        disabled={dropRefusal !== null}
        onChange={(event) => setKept(event.target.checked)}
      />
    </ActionDialog>
  );
}
