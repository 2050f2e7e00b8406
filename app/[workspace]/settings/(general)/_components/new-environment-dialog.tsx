"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox, Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import type { Stage } from "@/lib/registry/lifecycle";
import { newEnvironmentName } from "@/lib/registry/reviews-schema";
import { makeEnvironment } from "../environment-actions";
import { approvalOptions, stageWords } from "./environment-words";

const stages: { value: Stage; label: string }[] = [
  { value: "development", label: "Development" },
  { value: "testing", label: "Testing" },
  { value: "production", label: "Production" },
];

/** Adds a place for versions to go to. */
export function NewEnvironmentDialog({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const name = useCheckedValue("", (value) => {
    const checked = newEnvironmentName.safeParse(value);
    return checked.success ? null : (checked.error.issues[0]?.message ?? "This name cannot be used.");
  });
  const [stage, setStage] = useState<Stage>("testing");
  const [isProtected, setProtected] = useState(false);
  const [approvals, setApprovals] = useState("0");
  const router = useRouter();

  return (
    <ActionDialog
      onClose={onClose}
      title="Add an environment"
      description="Nothing is live in it until a version is promoted there."
      act="Add environment"
      acting="Adding"
      check={name.isFine}
      run={() =>
        makeEnvironment({ workspace, name: name.value, stage, isProtected, requiredApprovals: Number(approvals) })
      }
      onDone={() => {
        toast({ title: `${name.value} is added.`, detail: "Create a runtime key for it under API keys." });
        router.refresh();
        onClose();
      }}
    >
      <Field
        label="Name"
        help="Applications use it, so it cannot change. Use lowercase letters, digits and hyphens."
        error={name.error}
      >
        <Input {...name.props} maxLength={40} placeholder="eu-production" autoComplete="off" mono />
      </Field>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Stage</legend>
        {stages.map(({ value, label }) => (
          <Radio
            key={value}
            name="stage"
            label={label}
            help={stageWords[value].word}
            checked={stage === value}
            onChange={() => {
              setStage(value);
              setProtected(value === "production");
            }}
          />
        ))}
      </fieldset>
      <Checkbox
        label="Protected"
        help="Only publishers, admins and owners can promote there, with a reason."
        checked={isProtected}
        onChange={(event) => setProtected(event.target.checked)}
      />
      <Field label="Approvals before a release">
        <Select options={approvalOptions} value={approvals} onChange={(event) => setApprovals(event.target.value)} />
      </Field>
    </ActionDialog>
  );
}
