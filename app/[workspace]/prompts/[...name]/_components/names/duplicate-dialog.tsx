"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { promptNameFault } from "@/lib/registry/prompt-name";
import { promptPath } from "../../../../_components/paths";
import { duplicate } from "../../actions/names";

export type DuplicateDialogProps = { workspace: string; name: string; latestVersion: number; onClose: () => void };

const checkName = (name: string) => (name === "" ? "Give it a name." : promptNameFault(name));
const mostShown = 200;

/** A new prompt out of a version of this one. */
export function DuplicateDialog({ workspace, name, latestVersion, onClose }: DuplicateDialogProps) {
  const router = useRouter();
  const to = useCheckedValue(`${name}-copy`, checkName);
  const [version, setVersion] = useState(latestVersion);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, startSaving] = useTransition();
  const numbers = Array.from({ length: Math.min(latestVersion, mostShown) }, (_, back) => latestVersion - back);

  const submit = () => {
    if (isBusy || !to.isFine()) return;
    setFailure(null);
    startSaving(async () => {
      const result = await duplicate({ workspace, name, to: to.value, version });
      if (result.ok) {
        onClose();
        router.push(promptPath(workspace, result.data.name));
        router.refresh();
      } else if (result.error.code === "already_exists") to.setError(result.error.message);
      else setFailure(result.error.message);
    });
  };

  return (
    <FormDialog
      onClose={onClose}
      title={`Duplicate ${name}`}
      description="A prompt of its own, with this one's description and tags. It is live nowhere until you promote it."
      onSubmit={submit}
      act="Duplicate"
      busy={isBusy && "Duplicating"}
      failure={failure}
    >
      <Field label="Name" error={to.error}>
        <Input {...to.props} mono autoFocus autoComplete="off" spellCheck={false} />
      </Field>
      <Field label="Version to start with" help="It becomes v1 of the new prompt.">
        <Select
          value={String(version)}
          onChange={(event) => setVersion(Number(event.target.value))}
          options={numbers.map((number) => ({
            value: String(number),
            label: number === latestVersion ? `v${number}, the newest` : `v${number}`,
          }))}
        />
      </Field>
    </FormDialog>
  );
}
