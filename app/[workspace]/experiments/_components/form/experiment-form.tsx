"use client";

import { useEffect, useRef, useState } from "react";
import { PromptPicker } from "@/app/[workspace]/_components/prompt-picker";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { Callout, FailureCallout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormField } from "@/components/ui/form-field";
import { Input, Textarea } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { LinkButton } from "@/components/ui/text-link";
import { useForm } from "@/components/ui/use-form";
import { type PlanForm, planSchema, toTypedPlan, unchosen, withKind, withVersions } from "@/lib/editing/plan/plan-form";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";
import { kindWords } from "@/lib/experiments/status-words";
import { isGateFailure } from "@/lib/registry/gate/gate-failure";
import { beginPhase, changeExperiment, makeExperiment } from "../../actions";
import { BasisNote } from "./basis-note";
import { Guardrails, PrimaryMetric } from "./metric-fields";
import { SamplePanel } from "./sample-panel";
import { Section } from "./section";
import { useBasis } from "./use-basis";
import { useKeptPlan } from "./use-kept-plan";
import { VariantLines } from "./variant-lines";
import { WindowFields } from "./window-fields";

/** new: creates a draft. draft: changes it. phase: changes the plan of a running experiment. */
type FormMode = { kind: "new" } | { kind: "draft" | "phase"; id: string };

export type ExperimentFormProps = {
  mode: FormMode;
  environments: readonly string[];
  first: PlanForm;
  basis: PlanBasis | null;
  /** Whether this person can override the gate to start a phase. */
  canOverride?: boolean;
};

const kinds = (["ab", "thompson", "ucb1"] as const).map((value) => ({ value, label: kindWords[value] }));
const kindHelp = {
  ab: "Fixed shares and a verdict at the planned number of users.",
  thompson: "Moves users to better versions according to their probability of being best. No verdict.",
  ucb1: "Moves users to versions that are better or have little data. No verdict.",
} as const;

/** The form for the plan of an experiment, with the required sample beside it. */
export function ExperimentForm({ mode, environments, first, basis: known, canOverride }: ExperimentFormProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const isPhase = mode.kind === "phase";
  const [isOverriding, setOverriding] = useState(false);
  const goOn = useRef<"open" | "start">("open");
  const form = useForm({
    schema: planSchema(isPhase),
    values: first,
    run: ({ reason, prompt, environment, plan: { kind, ...plan }, ...own }) => {
      if (mode.kind === "new") return makeExperiment({ workspace, ...own, prompt, environment, ...plan, kind });
      const { id } = mode;
      if (mode.kind === "draft") return changeExperiment({ workspace, id, ...own, ...plan, kind });
      return beginPhase({ workspace, id, ...plan, reason, ...(isOverriding && { override: true }) });
    },
    onDone: ({ id }) => {
      kept.forget();
      router.push(`/${workspace}/experiments/${id}${goOn.current === "start" ? "?start=true" : ""}`);
      router.refresh();
    },
  });
  const plan = form.watch();
  const kept = useKeptPlan(
    mode.kind === "new" ? `plan ${workspace} ${first.prompt}` : null,
    plan,
    (before) => form.reset({ ...first, ...before }), // a plan stored by an older version of this page may lack a field
  );
  const typed = toTypedPlan(plan);
  const basis = useBasis(plan, known);
  const { getValues, setValue, trigger, formState } = form;
  const change = (next: PlanForm) => {
    for (const name of Object.keys(next) as (keyof PlanForm)[]) setValue(name, next[name]);
    if (Object.keys(formState.errors).length > 0) void trigger();
  };
  // A new plan compares the live version with the newest one, unless versions were already chosen.
  useEffect(() => {
    if (basis) setValue("variants", withVersions(getValues(), basis).variants);
  }, [basis, getValues, setValue]);
  const save: typeof form.submit = (event) => {
    goOn.current = event.target instanceof HTMLFormElement && !isPhase ? "start" : "open";
    form.submit(event);
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(event);
      }}
      className="grid flex-1 grid-cols-[minmax(0,1fr)_320px] grid-rows-[auto_1fr] max-lg:grid-cols-1 max-lg:grid-rows-none"
    >
      <div className="min-w-0 lg:border-line lg:border-r">
        {kept.isBack ? (
          <Callout
            className="mx-6 mt-4 max-md:mx-4"
            action={
              <LinkButton
                onClick={() => {
                  kept.forget();
                  form.reset(basis ? withVersions(first, basis) : first);
                }}
              >
                Start over
              </LinkButton>
            }
          >
            This is the plan that you began before.
          </Callout>
        ) : null}
        {isPhase ? (
          <Section
            title="Why it changes"
            help="The running phase ends. The next one counts from zero, with other users in each variant."
          >
            <FormField form={form} name="reason" label="Reason">
              {(field) => <Textarea {...field} maxLength={1_000} />}
            </FormField>
          </Section>
        ) : (
          <Section
            title="Question"
            help="State one question and what you expect. An expectation that is written down before the start is stronger evidence."
          >
            <FormField form={form} name="name" label="Name">
              {(field) => <Input {...field} maxLength={100} placeholder="Shorter refund answers" />}
            </FormField>
            <FormField form={form} name="hypothesis" label="What do you expect, and why?" note="optional">
              {(field) => (
                <Textarea
                  {...field}
                  maxLength={2_000}
                  placeholder="People finish more often when the first sentence says what happens next."
                />
              )}
            </FormField>
          </Section>
        )}
        <Section
          title="Versions"
          help="Every user keeps the version they got first. The others are compared with the control, which is usually the live version."
        >
          {mode.kind === "new" ? (
            <div className="grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)] gap-4 max-md:grid-cols-1">
              <FormField form={form} name="prompt" label="Prompt">
                {({ value }) => (
                  <PromptPicker value={value} onPick={(prompt) => change(unchosen({ ...plan, prompt }))} />
                )}
              </FormField>
              <Field label="Environment">
                <Select
                  value={plan.environment}
                  onChange={(event) => change(unchosen({ ...plan, environment: event.target.value }))}
                  options={environments.map((name) => ({ value: name, label: name }))}
                />
              </Field>
            </div>
          ) : null}
          {isPhase ? null : (
            <div className="grid gap-1.5">
              <Segmented
                label="Kind"
                value={plan.kind}
                onChange={(kind) => change(withKind(plan, kind))}
                options={kinds}
                className="w-fit"
              />
              <p className="text-12 text-fg-muted">{kindHelp[plan.kind]}</p>
            </div>
          )}
          <VariantLines form={plan} basis={basis} faults={formState.errors.variants} onChange={change} />
          <BasisNote basis={basis} isPhase={isPhase} form={plan} />
        </Section>
        <Section title="What decides" help="One metric decides. The others are exploratory.">
          <PrimaryMetric form={form} plan={plan} onChange={change} />
        </Section>
        <Section
          title="Guardrails"
          help="Metrics that must not get worse by more than a margin. A clear loss stops an A/B test automatically."
        >
          <Guardrails form={form} plan={plan} onChange={change} />
        </Section>
        <WindowFields form={plan} onChange={change} />
        <Section
          title="Who takes part"
          help="All other users get the released version. In a group, no user is in two experiments at once."
        >
          <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
            <FormField form={form} name="trafficShare" label="Share of users" note="percent">
              {(field) => <Input {...field} inputMode="decimal" />}
            </FormField>
            <FormField form={form} name="group" label="Exclusive group" note="optional">
              {(field) => <Input {...field} placeholder="checkout" />}
            </FormField>
          </div>
        </Section>
        {plan.kind === "ab" ? (
          <Section
            title="How sure"
            help="α is the accepted rate of false alarms. The power is the chance to find the smallest change. A stricter plan needs more users."
          >
            <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
              <FormField form={form} name="alpha" label="Accepted rate of false alarms" note="percent, α">
                {(field) => <Input {...field} inputMode="decimal" />}
              </FormField>
              <FormField form={form} name="power" label="Chance to detect it" note="percent, power">
                {(field) => <Input {...field} inputMode="decimal" />}
              </FormField>
            </div>
          </Section>
        ) : null}
      </div>
      <SamplePanel plan={typed.faults.length === 0 ? typed.plan : null} usersPerDay={basis?.usersPerDay ?? null} />
      <div className="grid content-start gap-3 border-line px-6 py-5 max-lg:border-t max-md:px-4 lg:border-r">
        <FailureCallout message={form.failure?.message} />
        {mode.kind === "phase" && canOverride && isGateFailure(form.failure) ? (
          <Checkbox
            label="Override the gate"
            help="With the reason above. Both are recorded."
            checked={isOverriding}
            onChange={(event) => setOverriding(event.target.checked)}
          />
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button
            type="submit"
            variant={isPhase ? "live" : "primary"}
            busy={form.isBusy && (isPhase ? "Starting" : "Saving")}
          >
            {isPhase ? "Start the next phase" : "Review and start"}
          </Button>
          {isPhase ? null : (
            <Button onClick={save} off={form.isBusy}>
              Save draft
            </Button>
          )}
          <Button
            variant="quiet"
            onClick={() => {
              kept.forget();
              router.push(mode.kind === "new" ? `/${workspace}/experiments` : `/${workspace}/experiments/${mode.id}`);
            }}
          >
            Cancel
          </Button>
        </div>
      </div>
    </form>
  );
}
