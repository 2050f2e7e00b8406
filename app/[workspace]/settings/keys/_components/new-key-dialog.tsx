"use client";

import { useState } from "react";
import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Radio } from "@/components/ui/choice";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField, useFormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useForm } from "@/components/ui/use-form";
import type { NewApiKey } from "@/lib/auth/commands/api-key-record";
import { needed } from "@/lib/editing/form-schema";
import { makeKey } from "../actions";
import { firstReach, ReachFields } from "./reach-fields";
import { reachSchema } from "./reach-schema";
import { usualRights } from "./rights-field";

export type NewKeyDialogProps = {
  environments: readonly { name: string; isProtected: boolean }[];
  onClose: () => void;
  onMade: (key: NewApiKey) => void;
};

const scopes = [
  { value: "runtime", label: "Runtime", help: "For apps: reads live prompts. Changes nothing." },
  { value: "manage", label: "Manage", help: "For scripts and CI. Its rights decide what it can do." },
] as const;

const expiries = [
  { value: "", label: "Never" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
];

const schemaOf = (scope: "runtime" | "manage") =>
  z.object({
    name: needed("Enter a name, such as the app that uses it."),
    reach: reachSchema(scope === "manage"),
    days: z.string(),
  });

export function NewKeyDialog({ environments, onClose, onMade }: NewKeyDialogProps) {
  const workspace = useWorkspace();
  const [scope, setScope] = useState<"runtime" | "manage">("runtime");
  const first = environments.slice(0, 1).map((one) => one.name);
  const form = useForm({
    schema: schemaOf(scope),
    values: { name: "", reach: firstReach(first, usualRights), days: "" },
    run: ({ name, reach, days }) =>
      makeKey({
        workspace,
        name,
        scope,
        environments: reach.environments,
        ...(scope === "manage" && { rights: reach.rights }),
        ...(days && { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
      }),
    onDone: onMade,
    refresh: "done",
  });
  const reach = useFormField({ form, name: "reach" });

  return (
    <FormDialog form={form} title="New API key" act="Create key" acting="Creating" onClose={onClose}>
      <FormField
        form={form}
        name="name"
        label="Name"
        help="The app that uses it, so that you know what stops when you revoke it."
      >
        {(field) => <Input {...field} autoFocus maxLength={100} placeholder="Shop, production" autoComplete="off" />}
      </FormField>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Scope</legend>
        {scopes.map((option) => (
          <Radio
            key={option.value}
            name="scope"
            value={option.value}
            label={option.label}
            help={option.help}
            checked={scope === option.value}
            onChange={() => setScope(option.value)}
          />
        ))}
      </fieldset>
      <ReachFields field={reach} environments={environments} hasRights={scope === "manage"} />
      <FormField form={form} name="days" label="Expires">
        {(field) => <Select {...field} options={expiries} />}
      </FormField>
    </FormDialog>
  );
}
