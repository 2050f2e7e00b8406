"use client";

import { useEffect, useState, useTransition } from "react";
import { PromptPicker } from "@/app/[workspace]/_components/prompt-picker";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { type ActionFailure, reach } from "@/components/ui/reach";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { PlanFault } from "@/lib/experiments/plan-rules";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";
import { beginPhase, changeExperiment, makeExperiment } from "../../actions";
import { isGateFailure } from "../acts/gate-codes";
import { BasisNote } from "./basis-note";
import { Guardrails, PrimaryMetric } from "./metric-fields";
import { faultAt, type PlanForm, toSent, toTypedPlan, unchosen, withKind, withVersions } from "./plan-form";
import { SamplePanel } from "./sample-panel";
import { Section } from "./section";
import { useBasis } from "./use-basis";
import { VariantLines } from "./variant-lines";
import { WindowFields } from "./window-fields";

/** new: makes a draft. draft: changes it. phase: changes the plan of what runs. */
type FormMode = { kind: "new" } | { kind: "draft" | "phase"; id: string };

export type ExperimentFormProps = {
  workspace: string;
  mode: FormMode;
  environments: readonly string[];
  first: PlanForm;
  basis: PlanBasis | null;
  /** Whether this person may start a phase past what the gate refuses. */
  canOverride?: boolean;
};

const kinds = [
  { value: "ab", label: "A/B test" },
  { value: "thompson", label: "Thompson bandit" },
  { value: "ucb1", label: "UCB1 bandit" },
] as const;
const kindHelp = {
  ab: "Fixed shares and a verdict at the planned number of users.",
  thompson: "Moves users to better versions according to their probability of being best. No verdict.",
  ucb1: "Moves users to versions that are better or have little data. No verdict.",
} as const;

/** The plan of an experiment, typed on one page; what it takes is said beside it. */
export function ExperimentForm({
  workspace,
  mode,
  environments,
  first,
  basis: known,
  canOverride,
}: ExperimentFormProps) {
  const router = useRouter();
  const [form, setForm] = useState(first);
  const [reason, setReason] = useState("");
  const [shown, setShown] = useState<readonly PlanFault[] | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [isOverriding, setOverriding] = useState(false);
  const [isSaving, startSaving] = useTransition();
  const basis = useBasis(workspace, form, known);
  // A fresh plan compares what is live with the newest version, unless something was chosen already.
  useEffect(() => {
    if (basis) setForm((now) => withVersions(now, basis));
  }, [basis]);
  const typed = toTypedPlan(form);
  const missing: PlanFault[] = [
    ...(form.prompt ? [] : [{ pointer: "/prompt", code: "invalid_request" as const, message: "Choose a prompt." }]),
    ...(form.name.trim() ? [] : [{ pointer: "/name", code: "invalid_request" as const, message: "Enter a name." }]),
    ...(mode.kind === "phase" && !reason.trim()
      ? [{ pointer: "/reason", code: "invalid_request" as const, message: "Enter why the plan changes." }]
      : []),
  ];
  const faults = shown ? [...missing, ...typed.faults] : [];
  const change = (next: Partial<PlanForm>) => setForm((now) => ({ ...now, ...next }));

  const save = (goOn: "open" | "start") => {
    setFailure(null);
    const found = [...missing, ...typed.faults];
    if (found.length > 0) {
      setShown(found);
      requestAnimationFrame(() => document.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    startSaving(async () => {
      const { variants, kind, bandit, ...plan } = toSent(typed.plan);
      const own = { name: form.name.trim(), hypothesis: form.hypothesis.trim() };
      const result =
        mode.kind === "new"
          ? await reach(() =>
              makeExperiment({
                workspace,
                ...own,
                prompt: form.prompt,
                environment: form.environment,
                ...plan,
                kind,
                variants,
                bandit,
              }),
            )
          : mode.kind === "draft"
            ? await reach(() => changeExperiment({ workspace, id: mode.id, ...own, ...plan, kind, variants, bandit }))
            : await reach(() =>
                beginPhase({
                  workspace,
                  id: mode.id,
                  ...plan,
                  variants,
                  bandit,
                  reason: reason.trim(),
                  ...(isOverriding && { override: true }),
                }),
              );
      if (!result.ok) return setFailure(result.error);
      router.push(`/${workspace}/experiments/${result.data.id}${goOn === "start" ? "?start=true" : ""}`);
      router.refresh();
    });
  };

  const isPhase = mode.kind === "phase";
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(isPhase ? "open" : "start");
      }}
      className="grid flex-1 grid-cols-[minmax(0,1fr)_320px] grid-rows-[auto_1fr] max-lg:grid-cols-1 max-lg:grid-rows-none"
    >
      <div className="min-w-0 lg:border-line lg:border-r">
        {isPhase ? (
          <Section
            title="Why it changes"
            help="The running phase ends. The next one counts from zero, with other users in each variant."
          >
            <Field label="Reason" error={faultAt(faults, "/reason")}>
              <Textarea value={reason} onChange={(event) => setReason(event.target.value)} maxLength={1_000} />
            </Field>
          </Section>
        ) : (
          <Section
            title="Question"
            help="State one question and what you expect. An expectation that is written down before the start is stronger evidence."
          >
            <Field label="Name" error={faultAt(faults, "/name")}>
              <Input
                value={form.name}
                maxLength={100}
                placeholder="Shorter refund answers"
                onChange={(event) => change({ name: event.target.value })}
              />
            </Field>
            <Field label="What do you expect, and why?" note="optional">
              <Textarea
                value={form.hypothesis}
                maxLength={2_000}
                placeholder="People finish more often when the first sentence says what happens next."
                onChange={(event) => change({ hypothesis: event.target.value })}
              />
            </Field>
          </Section>
        )}
        <Section
          title="Versions"
          help="Every user keeps the version they got first. The others are compared with the control, which is usually the live version."
        >
          {mode.kind === "new" ? (
            <div className="grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)] gap-4 max-md:grid-cols-1">
              <Field label="Prompt" error={faultAt(faults, "/prompt")}>
                <PromptPicker
                  workspace={workspace}
                  value={form.prompt}
                  onPick={(prompt) => setForm((now) => unchosen({ ...now, prompt }))}
                />
              </Field>
              <Field label="Environment">
                <Select
                  value={form.environment}
                  onChange={(event) => setForm((now) => unchosen({ ...now, environment: event.target.value }))}
                  options={environments.map((name) => ({ value: name, label: name }))}
                />
              </Field>
            </div>
          ) : null}
          {isPhase ? null : (
            <div className="grid gap-1.5">
              <Segmented
                label="Kind"
                value={form.kind}
                onChange={(kind) => setForm((now) => withKind(now, kind))}
                options={kinds}
                className="w-fit"
              />
              <p className="text-12 text-fg-muted">{kindHelp[form.kind]}</p>
            </div>
          )}
          <VariantLines form={form} basis={basis} faults={faults} onChange={setForm} />
          <BasisNote workspace={workspace} basis={basis} isPhase={isPhase} form={form} />
        </Section>
        <Section title="What decides" help="One metric decides. The others are exploratory.">
          <PrimaryMetric form={form} faults={faults} onChange={setForm} />
        </Section>
        <Section
          title="Guardrails"
          help="Metrics that must not get worse by more than a margin. A clear loss stops an A/B test automatically."
        >
          <Guardrails form={form} faults={faults} onChange={setForm} />
        </Section>
        <WindowFields form={form} onChange={setForm} />
        <Section
          title="Who takes part"
          help="All other users get the released version. In a group, no user is in two experiments at once."
        >
          <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
            <Field label="Share of users" note="percent" error={faultAt(faults, "/trafficShare")}>
              <Input
                inputMode="decimal"
                value={form.trafficShare}
                onChange={(event) => change({ trafficShare: event.target.value })}
              />
            </Field>
            <Field label="Exclusive group" note="optional">
              <Input
                value={form.group}
                placeholder="checkout"
                onChange={(event) => change({ group: event.target.value })}
              />
            </Field>
            {form.kind === "ab" ? (
              <>
                <Field label="Accepted rate of false alarms" note="percent, α" error={faultAt(faults, "/alpha")}>
                  <Input
                    inputMode="decimal"
                    value={form.alpha}
                    onChange={(event) => change({ alpha: event.target.value })}
                  />
                </Field>
                <Field
                  label="Probability of detecting the change"
                  note="percent, power"
                  error={faultAt(faults, "/power")}
                >
                  <Input
                    inputMode="decimal"
                    value={form.power}
                    onChange={(event) => change({ power: event.target.value })}
                  />
                </Field>
              </>
            ) : null}
          </div>
        </Section>
      </div>
      <SamplePanel plan={typed.faults.length === 0 ? typed.plan : null} usersPerDay={basis?.usersPerDay ?? null} />
      <div className="grid content-start gap-3 border-line px-6 py-5 max-lg:border-t max-md:px-4 lg:border-r">
        {failure ? (
          <Callout tone="negative" live>
            {failure.message}
          </Callout>
        ) : null}
        {mode.kind === "phase" && canOverride && isGateFailure(failure) ? (
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
            busy={isSaving && (isPhase ? "Starting" : "Saving")}
          >
            {isPhase ? "Start the next phase" : "Review and start"}
          </Button>
          {isPhase ? null : (
            <Button onClick={() => save("open")} off={isSaving}>
              Save draft
            </Button>
          )}
          <Button
            variant="quiet"
            href={mode.kind === "new" ? `/${workspace}/experiments` : `/${workspace}/experiments/${mode.id}`}
          >
            Cancel
          </Button>
        </div>
      </div>
    </form>
  );
}
