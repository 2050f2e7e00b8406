"use client";

import { PromptPicker } from "@/app/[workspace]/_components/prompt-picker";
import { Callout } from "@/components/ui/callout";
import { Combobox } from "@/components/ui/combobox";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { LinkButton } from "@/components/ui/text-link";
import {
  firstBaseline,
  priceWords,
  suiteLabel,
  suitesFor,
  versionLabel,
  workWords,
} from "@/lib/editing/evaluation-run/run-form";
import { offlineModel } from "@/lib/evaluation/models/types";
import type { RunPreview } from "@/lib/evaluation/runs/commands/create-run";
import { type RunStart, useRunForm } from "./use-run-form";

const loading = { value: "", label: "Loading" };

/** The dialog for a new evaluation: version, suite and baseline. Shows the estimated cost before the start. */
export function RunDialog({ start = {}, onClose }: { start?: RunStart; onClose: () => void }) {
  const { form, choices, versions, estimate, isComplete } = useRunForm(start);
  const { prompt, version } = form.watch();
  const suites = suitesFor(choices?.suites ?? [], prompt);
  const others = (versions ?? []).filter((one) => String(one.version) !== version);
  return (
    <FormDialog
      form={form}
      title="Run evaluation"
      width="wide"
      description="Every case of the suite is answered by the version and scored. Live versions do not change."
      onClose={onClose}
      act="Run evaluation"
      acting="Starting"
    >
      <FormField form={form} name="prompt" label="Prompt">
        {({ value, onChange }) => (
          <PromptPicker
            value={value}
            data-autofocus
            onPick={(picked) => {
              if (picked === value) return;
              onChange(picked);
              form.setValue("version", "");
              form.setValue("baseline", "");
              // The suite of another prompt does not fit.
              if (!start.suite) form.setValue("suite", "");
            }}
          />
        )}
      </FormField>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <FormField form={form} name="version" label="Version">
          {(field) => (
            <Select
              {...field}
              disabled={!versions}
              onChange={(event) => {
                field.onChange(event);
                form.setValue("baseline", firstBaseline(versions ?? [], event.target.value));
              }}
              options={
                versions
                  ? versions.map((one) => ({ value: String(one.version), label: versionLabel(one) }))
                  : [prompt ? loading : { value: "", label: "Choose a prompt first" }]
              }
            />
          )}
        </FormField>
        <FormField
          form={form}
          name="baseline"
          label="Compare with"
          help="It is evaluated on the same cases, unless that was done before."
        >
          {(field) => (
            <Select
              {...field}
              disabled={!versions}
              options={[
                { value: "", label: "Nothing" },
                ...others.map((one) => ({ value: String(one.version), label: versionLabel(one) })),
              ]}
            />
          )}
        </FormField>
      </div>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <FormField
          form={form}
          name="suite"
          label="Suite"
          {...(choices &&
            suites.length === 0 && { help: "There is no suite yet. Create one under Evaluations first." })}
        >
          {(field) => (
            <Select
              {...field}
              disabled={!choices}
              options={
                choices
                  ? [
                      ...(field.value ? [] : [{ value: "", label: "Choose a suite" }]),
                      ...suites.map((one) => ({ value: one.id, label: suiteLabel(one, prompt) })),
                    ]
                  : [loading]
              }
            />
          )}
        </FormField>
        <FormField form={form} name="model" label="Model" note="optional" help="Replaces the model of both versions.">
          {(field) => (
            <Combobox
              {...field}
              placeholder="The version's model"
              options={(choices?.models ?? []).map(({ provider, name }) => ({ value: `${provider}/${name}` }))}
            />
          )}
        </FormField>
      </div>
      <div className="grid grid-cols-3 gap-3">
        <FormField form={form} name="repeats" label="Repeats" help="Times per case">
          {(field) => <Input {...field} inputMode="numeric" />}
        </FormField>
        <FormField form={form} name="concurrency" label="Calls at once" help="Concurrent calls to the provider">
          {(field) => <Input {...field} inputMode="numeric" />}
        </FormField>
        <FormField form={form} name="budget" label="Budget" note="US $" help="The run stops before it exceeds this">
          {(field) => <Input {...field} inputMode="decimal" placeholder="None" />}
        </FormField>
      </div>
      {estimate.failure ? (
        <Callout tone="warning" live>
          {estimate.failure.message}
        </Callout>
      ) : (
        <RunPlanNote
          preview={isComplete ? estimate.data : null}
          isAsking={isComplete && !estimate.data}
          onOffline={() => form.setValue("model", `${offlineModel.provider}/${offlineModel.name}`)}
        />
      )}
    </FormDialog>
  );
}

type Props = {
  preview: RunPreview | null;
  isAsking: boolean;
  /** Selects the offline model, which needs no connection. */
  onOffline: () => void;
};

/** The estimate of the evaluation: its size, its cost, and warnings. */
function RunPlanNote({ preview, isAsking, onOffline }: Props) {
  return (
    <div className="grid gap-2" aria-busy={isAsking}>
      <div role="status" className="min-h-11 rounded-md bg-surface-sunken px-3 py-2 tabular-nums">
        {preview ? (
          <>
            <p>{workWords(preview)}</p>
            <p className="text-12 text-fg-muted">
              {priceWords(preview)}
              {preview.hasBaseline ? ", and as much for the other version if it was not evaluated yet" : ""}
            </p>
          </>
        ) : (
          <p className="text-fg-muted">{isAsking ? "Counting cases and cost" : "Choose what to evaluate."}</p>
        )}
      </div>
      {preview?.warnings.map((warning, index) => (
        <Callout
          key={warning}
          tone="warning"
          action={
            index === 0 && !preview.isConnected ? (
              <LinkButton onClick={onOffline}>Try it with the offline model</LinkButton>
            ) : null
          }
        >
          {warning}
        </Callout>
      ))}
    </div>
  );
}
