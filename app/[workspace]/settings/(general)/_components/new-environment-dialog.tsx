"use client";

import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Checkbox, Radio } from "@/components/ui/choice";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useForm } from "@/components/ui/use-form";
import { judged } from "@/lib/editing/form-schema";
import { approvalOptions, stageWords } from "@/lib/registry/environment-words";
import type { Stage } from "@/lib/registry/lifecycle";
import { newEnvironmentName } from "@/lib/registry/reviews-schema";
import { makeEnvironment } from "../actions";

const stages: { value: Stage; label: string }[] = [
  { value: "development", label: "Development" },
  { value: "testing", label: "Testing" },
  { value: "production", label: "Production" },
];

const schema = z.object({
  name: judged((text) => {
    const checked = newEnvironmentName.safeParse(text);
    return checked.success ? null : (checked.error.issues[0]?.message ?? "This name cannot be used.");
  }),
  stage: z.custom<Stage>(),
  isProtected: z.boolean(),
  requiredApprovals: z.pipe(z.string(), z.transform(Number)),
});

/** Adds an environment. */
export function NewEnvironmentDialog({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const form = useForm({
    schema,
    values: { name: "", stage: "testing", isProtected: false, requiredApprovals: "0" },
    run: (sent) => makeEnvironment({ workspace, ...sent }),
    done: (_, { name }) => ({ title: `${name} is added.`, detail: "Create a runtime key for it under API keys." }),
    onDone: onClose,
    refresh: "done",
  });

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Add an environment"
      description="Nothing is live in it until a version is promoted there."
      act="Add environment"
      acting="Adding"
    >
      <FormField
        form={form}
        name="name"
        label="Name"
        help="Applications use it, so it cannot change. Use lowercase letters, digits and hyphens."
      >
        {(field) => <Input {...field} maxLength={40} placeholder="eu-production" autoComplete="off" mono />}
      </FormField>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Stage</legend>
        {stages.map(({ value, label }) => (
          <Radio
            key={value}
            name="stage"
            label={label}
            help={stageWords[value]}
            checked={form.watch("stage") === value}
            onChange={() => {
              form.setValue("stage", value);
              form.setValue("isProtected", value === "production");
            }}
          />
        ))}
      </fieldset>
      <Checkbox
        label="Protected"
        help="Only publishers, admins and owners can promote there, with a reason."
        checked={form.watch("isProtected")}
        onChange={(event) => form.setValue("isProtected", event.target.checked)}
      />
      <FormField form={form} name="requiredApprovals" label="Approvals before a release">
        {(field) => <Select {...field} options={approvalOptions} />}
      </FormField>
    </FormDialog>
  );
}
