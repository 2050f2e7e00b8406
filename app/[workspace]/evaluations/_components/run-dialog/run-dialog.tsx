"use client";

import { useState, useTransition } from "react";
import { counted } from "@/app/_components/run-results/figures";
import { runPath } from "@/app/[workspace]/_components/paths";
import { PromptPicker } from "@/app/[workspace]/_components/prompt-picker";
import { useRouter } from "@/components/layout/use-router";
import { Callout } from "@/components/ui/callout";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { Select } from "@/components/ui/select";
import { offlineModel } from "@/lib/evaluation/models/types";
import { startEvaluation } from "../../runs/start-actions";
import { firstBaseline, suitesFor, versionLabel } from "./run-form";
import { RunPlanNote } from "./run-plan-note";
import { type RunStart, useRunForm } from "./use-run-form";

const loading = { value: "", label: "Loading" };

/** Asks for an evaluation: of which version, on which suite, compared with what; says before what it will cost. */
export function RunDialog({
  workspace,
  start = {},
  onClose,
}: {
  workspace: string;
  start?: RunStart;
  onClose: () => void;
}) {
  const router = useRouter();
  const { form, set, faults, input, choices, versions, preview } = useRunForm(workspace, start);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, begin] = useTransition();
  const submit = () => {
    if (isBusy) return;
    if (!input) return setFailure("Choose a prompt, a version and a suite, and check the numbers.");
    setFailure(null);
    begin(async () => {
      const result = await reach(() => startEvaluation({ workspace, ...input }));
      if (result.ok) router.push(runPath(workspace, result.data.id));
      else setFailure(result.error.message);
    });
  };
  const suites = suitesFor(choices?.suites ?? [], form.prompt);
  const others = (versions ?? []).filter(({ version }) => String(version) !== form.version);
  return (
    <FormDialog
      title="Run evaluation"
      description="Every case of the suite is answered by the version and scored. Live versions do not change."
      onClose={onClose}
      onSubmit={submit}
      act="Run evaluation"
      busy={isBusy && "Starting"}
      failure={failure}
    >
      <Field label="Prompt">
        <PromptPicker
          workspace={workspace}
          value={form.prompt}
          data-autofocus
          onPick={(prompt) => set({ prompt, version: "", baseline: "" })}
        />
      </Field>
      <Field label="Version">
        <Select
          value={form.version}
          disabled={!versions}
          onChange={({ target: { value } }) => set({ version: value, baseline: firstBaseline(versions ?? [], value) })}
          options={
            versions
              ? versions.map((one) => ({ value: String(one.version), label: versionLabel(one) }))
              : [form.prompt ? loading : { value: "", label: "Choose a prompt first" }]
          }
        />
      </Field>
      <Field
        label="Suite"
        {...(choices && suites.length === 0 && { error: "There is no suite yet. Create one under Evaluations first." })}
      >
        <Select
          value={form.suite}
          disabled={!choices}
          onChange={({ target: { value } }) => set({ suite: value })}
          options={
            choices
              ? suites.map(({ id, name, cases }) => ({
                  value: id,
                  label: `${name} (${counted(cases, "case")})`,
                }))
              : [loading]
          }
        />
      </Field>
      <Field label="Compare with" help="It is evaluated on the same cases, unless that was done before.">
        <Select
          value={form.baseline}
          disabled={!versions}
          onChange={({ target: { value } }) => set({ baseline: value })}
          options={[
            { value: "", label: "Nothing" },
            ...others.map((one) => ({ value: String(one.version), label: versionLabel(one) })),
          ]}
        />
      </Field>
      <Field label="Model" note="optional" help="Replaces the model of both versions.">
        <Combobox
          value={form.model}
          placeholder="The version's own"
          options={(choices?.models ?? []).map(({ provider, name }) => ({ value: `${provider}/${name}` }))}
          onChange={(model) => set({ model })}
        />
      </Field>
      <div className="grid grid-cols-3 gap-3">
        <Field label="Repeats" help="Times per case" error={faults.repeats}>
          <Input
            inputMode="numeric"
            value={form.repeats}
            onChange={({ target: { value } }) => set({ repeats: value })}
          />
        </Field>
        <Field label="Calls at once" help="Concurrent calls to the provider" error={faults.concurrency}>
          <Input
            inputMode="numeric"
            value={form.concurrency}
            onChange={({ target: { value } }) => set({ concurrency: value })}
          />
        </Field>
        <Field label="Budget" note="US $" help="The run stops before it exceeds this" error={faults.budget}>
          <Input
            inputMode="decimal"
            value={form.budget}
            placeholder="None"
            onChange={({ target: { value } }) => set({ budget: value })}
          />
        </Field>
      </div>
      {preview.state === "refused" ? (
        <Callout tone="warning" live>
          {preview.why}
        </Callout>
      ) : (
        <RunPlanNote
          preview={preview.state === "known" ? preview.preview : null}
          isAsking={preview.state === "asking"}
          onOffline={() => set({ model: `${offlineModel.provider}/${offlineModel.name}` })}
        />
      )}
    </FormDialog>
  );
}
