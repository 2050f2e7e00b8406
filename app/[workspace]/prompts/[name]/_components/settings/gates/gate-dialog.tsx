"use client";

import { useState } from "react";
import { saveGate } from "@/app/[workspace]/prompts/[name]/actions/gates";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { GateSuite } from "@/lib/evaluation/gate/queries";
import type { ModelOption } from "@/lib/evaluation/models/types";
import { describeGate, gateWarnings } from "@/lib/registry/gate/describe-gate";
import { dimensions } from "@/lib/registry/gate/dimensions";
import type { GatePolicyView } from "@/lib/registry/gate/queries/policies";
import { capital, listWords } from "@/lib/registry/gate/words";
import { type FormFaults, fromForm, type GateForm, toForm } from "./gate-form";

type Props = {
  workspace: string;
  name: string;
  environment: string;
  policy: GatePolicyView | null;
  suites: readonly GateSuite[];
  models: readonly ModelOption[];
  onSaved: (policy: GatePolicyView) => void;
  onClose: () => void;
};

/** Sets up a gate and says in words what it will do. */
export function GateDialog({ workspace, name, environment, policy, suites, models, onSaved, onClose }: Props) {
  const [form, setForm] = useState<GateForm>(() => toForm(policy, suites[0]?.id ?? ""));
  const [faults, setFaults] = useState<FormFaults>({});
  const { start, isBusy, failure } = useAction({
    run: (rules: typeof fields) => saveGate({ workspace, name, environment, ...rules }),
    onDone: onSaved,
  });
  const set = (change: Partial<GateForm>) => {
    setForm({ ...form, ...change });
    if (Object.keys(faults).length > 0) setFaults(fromForm({ ...form, ...change }, 10).faults);
  };
  const { fields } = fromForm(form, policy?.concurrency ?? 10);
  const suite = suites.find(({ id }) => id === form.suite);
  const asksNothing = Object.keys(fields.minimums).length === 0 && !fields.isNotWorse;

  const submit = () => {
    const typed = fromForm(form, policy?.concurrency ?? 10);
    setFaults(typed.faults);
    if (Object.keys(typed.faults).length === 0) start(typed.fields);
  };

  return (
    <FormDialog
      title={`Gate of ${environment}`}
      description={`What a version of ${name} must achieve before it can go live there.`}
      act={policy ? "Save the gate" : "Set up the gate"}
      busy={isBusy && "Saving"}
      failure={failure?.message}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label="Suite" help={suite ? suiteWords(suite) : undefined}>
        <Select
          value={form.suite}
          onChange={(event) => set({ suite: event.target.value })}
          options={suites.map(({ id, name: label, cases }) => ({
            value: id,
            label: `${label} (${cases} ${cases === 1 ? "case" : "cases"})`,
          }))}
        />
      </Field>
      <fieldset>
        <legend className="mb-1.5 font-medium">Minimums</legend>
        <div className="grid grid-cols-4 gap-3 max-md:grid-cols-2">
          {dimensions.map((dimension) => (
            <Field key={dimension} label={capital(dimension)} error={faults[dimension]}>
              <Input
                inputMode="decimal"
                placeholder="none"
                aria-label={`${capital(dimension)}, percent`}
                value={form.minimums[dimension]}
                onChange={(event) => set({ minimums: { ...form.minimums, [dimension]: event.target.value } })}
              />
            </Field>
          ))}
        </div>
        {faults.minimums ? (
          <p role="alert" className="mt-1.5 text-12 text-negative">
            {faults.minimums}
          </p>
        ) : (
          <p className="mt-1.5 text-12 text-fg-muted">In percent, the mean over all cases. Empty means no minimum.</p>
        )}
      </fieldset>
      <div className="grid gap-2">
        <Checkbox
          label="Not worse than the live version"
          help="Compares the cases that break with the cases that are fixed, with a sign test in each dimension."
          checked={form.isNotWorse}
          onChange={(event) => set({ isNotWorse: event.target.checked })}
        />
        <Checkbox
          label="Evaluate every version when it is saved"
          checked={form.runOnSave}
          onChange={(event) => set({ runOnSave: event.target.checked })}
        />
        <Checkbox
          label={`Promote passing versions to ${environment} automatically`}
          help="Approvals are still required. A version is never promoted over a newer one, or again after a rollback."
          checked={form.autoPromote}
          onChange={(event) => set({ autoPromote: event.target.checked })}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Repeats" help="How often each case runs" error={faults.repeats}>
          <Input inputMode="numeric" value={form.repeats} onChange={(event) => set({ repeats: event.target.value })} />
        </Field>
        <Field label="Level α" note="%" help="A lower level lets more versions pass" error={faults.alpha}>
          <Input
            inputMode="decimal"
            value={form.alpha}
            readOnly={!form.isNotWorse}
            onChange={(event) => set({ alpha: event.target.value })}
          />
        </Field>
        <Field label="Model" help="Empty: the version's own" error={faults.model}>
          <Combobox
            value={form.model}
            placeholder="The version's own"
            options={models.map(({ provider, name: model }) => ({ value: `${provider}/${model}` }))}
            onChange={(model) => set({ model })}
          />
        </Field>
        <Field label="Budget" note="US dollars a run" help="Empty: none" error={faults.budgetUsd}>
          <Input
            inputMode="decimal"
            placeholder="none"
            value={form.budgetUsd}
            onChange={(event) => set({ budgetUsd: event.target.value })}
          />
        </Field>
      </div>
      {suite && !asksNothing ? (
        <p aria-live="polite" className="rounded-md bg-surface-sunken px-3 py-2.5">
          {describeGate(environment, suite.name, fields)}
        </p>
      ) : null}
      {suite
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
