"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import type { NewApiKey } from "@/lib/auth/commands/api-key-record";
import { makeKey } from "../actions";
import { ReachFields, useReach } from "./reach-fields";
import { usualRights } from "./rights-field";

export type NewKeyDialogProps = {
  workspace: string;
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

export function NewKeyDialog({ workspace, environments, onClose, onMade }: NewKeyDialogProps) {
  const name = useCheckedValue("", (value) => (value.trim() ? null : "Enter a name, such as the app that uses it."));
  const [scope, setScope] = useState<"runtime" | "manage">("runtime");
  const reach = useReach({ environments: environments.slice(0, 1).map((one) => one.name), rights: usualRights });
  const [days, setDays] = useState("");

  return (
    <ActionDialog
      title="New API key"
      act="Make key"
      acting="Making"
      check={() => {
        const isNamed = name.isFine();
        return reach.fault(scope === "manage") ?? isNamed;
      }}
      run={() =>
        makeKey({
          workspace,
          name: name.value,
          scope,
          environments: reach.environments,
          ...(scope === "manage" && { rights: reach.rightsToSend }),
          ...(days && { expiresAt: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
        })
      }
      onDone={onMade}
      onClose={onClose}
    >
      <Field
        label="Name"
        help="The app that uses it, so that you know what stops when you revoke it."
        error={name.error}
      >
        <Input {...name.props} autoFocus maxLength={100} placeholder="Shop, production" autoComplete="off" />
      </Field>
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
      <ReachFields reach={reach} environments={environments} hasRights={scope === "manage"} />
      <Field label="Expires">
        <Select options={expiries} value={days} onChange={(event) => setDays(event.target.value)} />
      </Field>
    </ActionDialog>
  );
}
