"use client";

import { useState } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { promptNameFault } from "@/lib/registry/prompt-name";
import { duplicate } from "../../actions/names";

export type DuplicateDialogProps = { workspace: string; name: string; latestVersion: number; onClose: () => void };

const checkName = (name: string) => (name === "" ? "Enter a name." : promptNameFault(name));
const mostShown = 200;

/** A new prompt out of a version of this one. */
export function DuplicateDialog({ workspace, name, latestVersion, onClose }: DuplicateDialogProps) {
  const router = useRouter();
  const to = useCheckedValue(`${name}-copy`, checkName);
  const [version, setVersion] = useState(latestVersion);
  const numbers = Array.from({ length: Math.min(latestVersion, mostShown) }, (_, back) => latestVersion - back);

  return (
    <ActionDialog
      onClose={onClose}
      title={`Duplicate ${name}`}
      description="A separate prompt with the same description and tags. It is not live until you promote it."
      act="Duplicate"
      acting="Duplicating"
      check={to.isFine}
      run={() => duplicate({ workspace, name, to: to.value, version })}
      onRefused={to.takeRefusal("already_exists")}
      onDone={(made) => {
        onClose();
        router.push(promptPath(workspace, made.name));
        router.refresh();
      }}
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
    </ActionDialog>
  );
}
