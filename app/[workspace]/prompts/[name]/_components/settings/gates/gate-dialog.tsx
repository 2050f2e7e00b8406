"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { saveGate } from "@/app/[workspace]/prompts/[name]/actions/release";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { Combobox } from "@/components/ui/combobox";
import { FieldError } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { useForm } from "@/components/ui/use-form";
import { capitalize, listWords } from "@/lib/core/words";
import { gateSchema, toForm } from "@/lib/editing/gates/gate-form";
import type { GateSuite } from "@/lib/evaluation/gate/queries";
import type { ModelOption } from "@/lib/evaluation/models/types";
import { describeGate, gateWarnings } from "@/lib/registry/gate/describe-gate";
import { dimensions } from "@/lib/registry/gate/dimensions";
import type { GatePolicyView } from "@/lib/registry/gate/queries/policies";
import { GateSentences } from "./gate-sentences";

type Props = {
  name: string;
  environment: string;
  policy: GatePolicyView | null;
  suites: readonly GateSuite[];
  models: readonly ModelOption[];
  onSaved: (policy: GatePolicyView) => void;
  onClose: () => void;
};

const checks = (environment: string) =>
  [
    {
      name: "isNotWorse",
      label: "Not worse than the live version",
      help: "Compares the cases that break with the cases that are fixed, with a sign test in each dimension.",
    },
    { name: "runOnSave", label: "Evaluate every version when it is saved" },
    {
      name: "autoPromote",
      label: `Promote passing versions to ${environment} automatically`,
      help: "Approvals are still required. A version is never promoted over a newer one, or again after a rollback.",
    },
  ] as const;

/** A dialog that sets up a gate and describes its effect in words. */
export function GateDialog({ name, environment, policy, suites, models, onSaved, onClose }: Props) {
  const workspace = useWorkspace();
  const form = useForm({
    schema: gateSchema,
    values: toForm(policy, suites[0]?.id ?? ""),
    run: (rules) => saveGate({ workspace, name, environment, ...rules, concurrency: policy?.concurrency ?? 10 }),
    onDone: onSaved,
  });
  const shown = form.watch();
  const fields = gateSchema.safeParse(shown).data;
  const suite = suites.find(({ id }) => id === shown.suite);
  const { minimums } = form.formState.errors;

  return (
    <FormDialog
      form={form}
      title={`Gate of ${environment}`}
      description={`What a version of ${name} must achieve before it can go live there.`}
      act={policy ? "Save the gate" : "Set up the gate"}
      acting="Saving"
      onClose={onClose}
    >
      <FormField form={form} name="suite" label="Suite" help={suite ? suiteWords(suite) : undefined}>
        {(field) => (
          <Select
            {...field}
            options={suites.map(({ id, name: label, cases }) => ({
              value: id,
              label: `${label} (${cases} ${cases === 1 ? "case" : "cases"})`,
            }))}
          />
        )}
      </FormField>
      <fieldset>
        <legend className="mb-1.5 font-medium">Minimums</legend>
        <div className="grid grid-cols-4 gap-3 max-md:grid-cols-2">
          {dimensions.map((dimension) => (
            <FormField key={dimension} form={form} name={`minimums.${dimension}`} label={capitalize(dimension)}>
              {(field) => (
                <Input
                  {...field}
                  inputMode="decimal"
                  placeholder="none"
                  aria-label={`${capitalize(dimension)}, percent`}
                />
              )}
            </FormField>
          ))}
        </div>
        <div className="mt-1.5 text-12 text-fg-muted">
          {minimums?.message ? (
            <FieldError>{minimums.message}</FieldError>
          ) : (
            <p>In percent, the mean over all cases. Empty means no minimum.</p>
          )}
        </div>
      </fieldset>
      <div className="grid gap-2">
        {checks(environment).map(({ name: field, ...words }) => (
          <Checkbox
            key={field}
            {...words}
            checked={shown[field]}
            onChange={({ target }) =>
              form.setValue(field, target.checked, { shouldValidate: form.formState.isSubmitted })
            }
          />
        ))}
      </div>
      <div className="grid grid-cols-2 gap-3">
        <FormField form={form} name="repeats" label="Repeats" help="Runs per case">
          {(field) => <Input {...field} inputMode="numeric" />}
        </FormField>
        <FormField form={form} name="alpha" label="Level α" note="%" help="A lower level lets more versions pass">
          {(field) => <Input {...field} inputMode="decimal" readOnly={!shown.isNotWorse} />}
        </FormField>
        <FormField form={form} name="model" label="Model" help="Empty: the version's model">
          {(field) => (
            <Combobox
              {...field}
              placeholder="The version's model"
              options={models.map(({ provider, name: model }) => ({ value: `${provider}/${model}` }))}
            />
          )}
        </FormField>
        <FormField form={form} name="budgetUsd" label="Budget" note="US dollars per run" help="Empty: none">
          {(field) => <Input {...field} inputMode="decimal" placeholder="none" />}
        </FormField>
      </div>
      {suite && fields ? (
        <div aria-live="polite" className="rounded-md bg-surface-sunken px-3 py-2.5">
          <GateSentences sentences={describeGate(environment, suite.name, fields)} />
        </div>
      ) : null}
      {suite && fields
        ? gateWarnings(suite, fields).map((warning) => (
            <Callout
              key={warning}
              tone="warning"
              action={<TextLink href={`/${workspace}/evaluations/suites/${suite.id}`}>Open the suite</TextLink>}
            >
              {warning}
            </Callout>
          ))
        : null}
    </FormDialog>
  );
}

function suiteWords({ measures, isOwn }: GateSuite): string {
  const what =
    measures.length === 0
      ? "It has no scorers yet."
      : `It measures ${listWords(dimensions.filter((one) => measures.includes(one)))}.`;
  return isOwn ? what : `${what} Its cases are not only for this prompt.`;
}
