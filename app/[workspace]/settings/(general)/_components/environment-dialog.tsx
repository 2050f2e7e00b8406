"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { beside, useCheckedValue } from "@/components/ui/use-checked-value";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { changeEnvironment, giveUpName } from "../environment-actions";
import { approvalOptions, approvalsWords } from "./environment-words";

type Props = { workspace: string; environment: EnvironmentView; onClose: () => void };

/** Changes an environment: its name, who may release there, and after how many approvals. */
export function EnvironmentDialog({ workspace, environment, onClose }: Props) {
  const { name } = environment;
  const newName = useCheckedValue(name, (value) => (value.trim() ? null : "Enter a name."));
  const [givenUp, setGivenUp] = useState<string | null>(null);
  const [isProtected, setProtected] = useState(environment.isProtected);
  const [approvals, setApprovals] = useState(String(environment.requiredApprovals));
  const router = useRouter();
  const options = approvalOptions.some(({ value }) => value === approvals)
    ? approvalOptions
    : [...approvalOptions, { value: approvals, label: approvalsWords(Number(approvals)) }];

  const isRenamed = newName.value.trim() !== name;
  const save = (rules: { isProtected: boolean; requiredApprovals: number }, to?: string) =>
    changeEnvironment({ workspace, name, ...rules, ...(to !== undefined && { newName: to }) });

  const tell = (changed: EnvironmentView) => {
    const before = { isProtected: environment.isProtected, requiredApprovals: environment.requiredApprovals };
    toast({
      title: isRenamed ? `${name} is called ${changed.name} now.` : `${name} has new rules.`,
      ...(isRenamed && { detail: `Applications that ask for ${name} get it too.` }),
      undo: async () => {
        const undone = await save(before, name);
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
      title={`Change ${name}`}
      description="The live versions do not change."
      act="Save"
      acting="Saving"
      check={newName.isFine}
      run={() =>
        save({ isProtected, requiredApprovals: Number(approvals) }, isRenamed ? newName.value.trim() : undefined)
      }
      onDone={tell}
      onRefused={(failure) => beside({ newName })(failure)}
    >
      <Field
        label="Name"
        help={
          isRenamed
            ? `Applications that ask for ${name} keep working: it stays as a former name.`
            : "Small letters, digits and hyphens."
        }
        error={newName.error}
      >
        <Input {...newName.props} maxLength={40} autoComplete="off" spellCheck={false} />
      </Field>
      {environment.formerNames.length > 0 ? (
        <div>
          <p className="mb-1 font-medium">Former names</p>
          <ul className="grid gap-1">
            {environment.formerNames.map((formerName) => (
              <li key={formerName} className="flex min-h-8 items-center justify-between gap-3">
                <span className="[overflow-wrap:anywhere]">{formerName}</span>
                <Button size="sm" aria-label={`Remove ${formerName}`} onClick={() => setGivenUp(formerName)}>
                  Remove
                </Button>
              </li>
            ))}
          </ul>
          <p className="text-12 text-fg-muted">Applications can still ask for {name} by these.</p>
        </div>
      ) : null}
      {givenUp === null ? null : (
        <GiveUpDialog workspace={workspace} name={name} formerName={givenUp} onClose={() => setGivenUp(null)} />
      )}
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

type GiveUpProps = { workspace: string; name: string; formerName: string; onClose: () => void };

function GiveUpDialog({ workspace, name, formerName, onClose }: GiveUpProps) {
  const router = useRouter();
  return (
    <ActionDialog
      variant="danger"
      title={`Remove the former name ${formerName}?`}
      description={`Applications that still ask for ${formerName} get an error within 30 seconds. Another environment can take the name.`}
      act="Remove"
      acting="Removing"
      run={() => giveUpName({ workspace, name, formerName })}
      onDone={() => {
        toast({ title: `${formerName} does not lead to ${name} any more.` });
        router.refresh();
        onClose();
      }}
      onClose={onClose}
    />
  );
}
