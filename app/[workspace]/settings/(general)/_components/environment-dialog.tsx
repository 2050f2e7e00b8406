"use client";

import { useState } from "react";
import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useForm } from "@/components/ui/use-form";
import { needed } from "@/lib/editing/form-schema";
import { approvalOptions, approvalsWords } from "@/lib/registry/environment-words";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { changeEnvironment, giveUpName } from "../actions";

type Props = { environment: EnvironmentView; onClose: () => void };

const schema = z.object({
  newName: needed("Enter a name."),
  isProtected: z.boolean(),
  requiredApprovals: z.pipe(z.string(), z.transform(Number)),
});

/** Changes an environment: its name, who may release to it, and the required approvals. */
export function EnvironmentDialog({ environment, onClose }: Props) {
  const workspace = useWorkspace();
  const { name } = environment;
  const [givenUp, setGivenUp] = useState<string | null>(null);
  const before = { isProtected: environment.isProtected, requiredApprovals: environment.requiredApprovals };
  const approvals = String(environment.requiredApprovals);
  const options = approvalOptions.some(({ value }) => value === approvals)
    ? approvalOptions
    : [...approvalOptions, { value: approvals, label: approvalsWords(Number(approvals)) }];

  const save = (rules: { isProtected: boolean; requiredApprovals: number }, to?: string) =>
    changeEnvironment({ workspace, name, ...rules, ...(to !== undefined && { newName: to }) });
  const form = useForm({
    schema,
    values: { newName: name, isProtected: before.isProtected, requiredApprovals: approvals },
    run: ({ newName, ...rules }) => save(rules, newName === name ? undefined : newName),
    done: (changed, { newName }) => ({
      title: newName === name ? `${name} has new rules.` : `${name} is called ${changed.name} now.`,
      detail: newName === name ? undefined : `Applications that ask for ${name} get it too.`,
      undo: { run: () => save(before, name) },
    }),
    onDone: onClose,
    refresh: "done",
  });

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={`Change ${name}`}
      description="The live versions do not change."
      act="Save"
      acting="Saving"
    >
      <FormField
        form={form}
        name="newName"
        label="Name"
        help={
          form.watch("newName").trim() === name
            ? "Small letters, digits and hyphens."
            : `Applications that ask for ${name} keep working: it stays as a former name.`
        }
      >
        {(field) => <Input {...field} maxLength={40} autoComplete="off" spellCheck={false} />}
      </FormField>
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
      {givenUp === null ? null : <GiveUpDialog name={name} formerName={givenUp} onClose={() => setGivenUp(null)} />}
      <Checkbox
        label="Protected"
        help="Only publishers, admins and owners can promote there, with a reason."
        checked={form.watch("isProtected")}
        onChange={(event) => form.setValue("isProtected", event.target.checked)}
      />
      <FormField
        form={form}
        name="requiredApprovals"
        label="Approvals before a release"
        help="By people who can promote there and did not write the version. A rollback to an earlier live version needs none."
      >
        {(field) => <Select {...field} options={options} />}
      </FormField>
    </FormDialog>
  );
}

type GiveUpProps = { name: string; formerName: string; onClose: () => void };

function GiveUpDialog({ name, formerName, onClose }: GiveUpProps) {
  const workspace = useWorkspace();
  return (
    <ActionDialog
      variant="danger"
      title={`Remove the former name ${formerName}?`}
      description={`Applications that still ask for ${formerName} get an error within 30 seconds. Another environment can take the name.`}
      act="Remove"
      acting="Removing"
      run={() => giveUpName({ workspace, name, formerName })}
      done={{ title: `${formerName} is no longer a name of ${name}.` }}
      onClose={onClose}
    />
  );
}
