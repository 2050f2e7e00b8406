"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { changeEnvironment } from "../environment-actions";
import { approvalOptions, approvalsWords } from "./environment-words";

type Props = { workspace: string; environment: EnvironmentView; onClose: () => void };

/** Changes who may release to an environment, and after how many approvals. */
export function EnvironmentDialog({ workspace, environment, onClose }: Props) {
  const { name } = environment;
  const [isProtected, setProtected] = useState(environment.isProtected);
  const [approvals, setApprovals] = useState(String(environment.requiredApprovals));
  const router = useRouter();
  const options = approvalOptions.some(({ value }) => value === approvals)
    ? approvalOptions
    : [...approvalOptions, { value: approvals, label: approvalsWords(Number(approvals)) }];

  const save = (rules: { isProtected: boolean; requiredApprovals: number }) =>
    changeEnvironment({ workspace, name, ...rules });

  const tell = () => {
    const before = { isProtected: environment.isProtected, requiredApprovals: environment.requiredApprovals };
    toast({
      title: `${name} has new rules.`,
      undo: async () => {
        const undone = await save(before);
        if (!undone.ok) toast({ title: "It was not undone.", detail: undone.error.message, tone: "failed" });
        router.refresh();
      },
    });
    router.refresh();
    onClose();
  };
  return (
    <ActionDialog
      onClose={onClose}
      title={`Who releases to ${name}`}
      description="The live versions do not change. The name stays too, because applications use it."
      act="Save"
      acting="Saving"
      run={() => save({ isProtected, requiredApprovals: Number(approvals) })}
      onDone={tell}
    >
      <Checkbox
        label="Protected"
        help="Only publishers, admins and owners can promote there, with a reason."
        checked={isProtected}
        onChange={(event) => setProtected(event.target.checked)}
      />
      <Field
        label="Approvals before a release"
        help="By people who can promote there and did not write the version. A rollback to an earlier live version needs none."
      >
        <Select options={options} value={approvals} onChange={(event) => setApprovals(event.target.value)} />
      </Field>
    </ActionDialog>
  );
}
