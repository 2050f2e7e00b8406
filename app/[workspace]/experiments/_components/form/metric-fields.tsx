"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field, FieldError } from "@/components/ui/field";
import { FormField } from "@/components/ui/form-field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Form } from "@/components/ui/use-form";
import type { PlanFields, PlanForm } from "@/lib/editing/plan/plan-form";
import { type MetricName, metrics } from "@/lib/experiments/metrics";
import { defaultMargin } from "@/lib/experiments/plan-rules";

type Props = { form: Form<PlanForm, PlanFields>; plan: PlanForm; onChange: (plan: PlanForm) => void };

const names = Object.keys(metrics) as MetricName[];
const toOption = (name: MetricName) => ({ value: name, label: `${metrics[name].label} (${metrics[name].base})` });
const isRate = (name: MetricName) => metrics[name].kind === "rate";
const directionOf = (name: MetricName) => (metrics[name].worse === "higher" ? "Lower is better." : "Higher is better.");
const asMetric = (value: string) => names.find((name) => name === value);

/** The primary metric, and the minimum effect of interest. */
export function PrimaryMetric({ form, plan, onChange }: Props) {
  const { primaryMetric, kind } = plan;
  const unit = isRate(primaryMetric) ? "points" : "percent";
  const pick = (value: string) => {
    const metric = asMetric(value);
    if (!metric) return;
    // The unit changed, so the typed value is no longer valid.
    const isOther = isRate(metric) !== isRate(primaryMetric);
    onChange({
      ...plan,
      primaryMetric: metric,
      ...(isOther && { baseline: "", minimumEffect: isRate(metric) ? "5" : "10" }),
    });
  };
  return (
    <>
      <Field label="Primary metric" help={directionOf(primaryMetric)}>
        <Select options={names.map(toOption)} value={primaryMetric} onChange={(event) => pick(event.target.value)} />
      </Field>
      {kind === "ab" ? (
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <FormField
            form={form}
            name="minimumEffect"
            label="Smallest change to detect"
            note={unit}
            help={isRate(primaryMetric) ? "5 is the step from 70 % to 75 %." : "10 is a tenth more or less."}
          >
            {(field) => <Input {...field} inputMode="decimal" className="tabular-nums" />}
          </FormField>
          <FormField
            form={form}
            name="baseline"
            label="Current value"
            note={isRate(primaryMetric) ? "percent, if you know it" : "if you know it"}
            help={
              isRate(primaryMetric)
                ? "If empty, the plan assumes 50 %, which needs the most users."
                : "Used only in the report."
            }
          >
            {(field) => <Input {...field} inputMode="decimal" className="tabular-nums" />}
          </FormField>
          <FormField
            form={form}
            name="taskWorthUsd"
            label="Worth of a finished task"
            note="USD, optional"
            help="The verdict then also compares net value per user: worth of finished tasks, less cost."
          >
            {(field) => <Input {...field} inputMode="decimal" placeholder="0.50" className="tabular-nums" />}
          </FormField>
        </div>
      ) : null}
    </>
  );
}

/** The metrics that must not get worse. The experiment stops early if one clearly does. */
export function Guardrails({ form, plan, onChange }: Props) {
  const { guardrails } = plan;
  const free = names.filter((name) => name !== plan.primaryMetric && !guardrails.some(({ metric }) => metric === name));
  const set = (index: number, change: Partial<PlanForm["guardrails"][number]>) =>
    onChange({ ...plan, guardrails: guardrails.map((one, at) => (at === index ? { ...one, ...change } : one)) });
  const usual = free.includes("violation_rate") ? "violation_rate" : free[0];
  return (
    <div className="grid gap-3">
      {guardrails.map(({ metric }, index) => {
        const fault = form.formState.errors.guardrails?.[index]?.metric?.message;
        return (
          <div
            key={metric}
            className="grid grid-cols-[minmax(0,1fr)_148px_32px] items-start gap-2 max-md:grid-cols-[minmax(0,1fr)_40px]"
          >
            <Select
              aria-label="Guardrail"
              options={[metric, ...free].map(toOption)}
              value={metric}
              onChange={(event) => set(index, { metric: asMetric(event.target.value) ?? metric })}
            />
            <FormField
              form={form}
              name={`guardrails.${index}.margin`}
              label="Margin"
              hideLabel
              className="max-md:order-3"
            >
              {(field) => (
                <span className="relative">
                  <Input {...field} inputMode="decimal" className="pr-16 tabular-nums" />
                  <span
                    aria-hidden="true"
                    className="-translate-y-1/2 absolute top-1/2 right-2.5 text-12 text-fg-muted"
                  >
                    {isRate(metric) ? "points" : "percent"}
                  </span>
                </span>
              )}
            </FormField>
            <IconButton
              label={`Remove the guardrail ${metrics[metric].label.toLowerCase()}`}
              icon={<X />}
              onClick={() => onChange({ ...plan, guardrails: guardrails.filter((_, at) => at !== index) })}
            />
            {fault ? <FieldError>{fault}</FieldError> : null}
          </div>
        );
      })}
      {usual && guardrails.length < 10 ? (
        <div>
          <Button
            size="sm"
            icon={<Plus />}
            onClick={() =>
              onChange({
                ...plan,
                guardrails: [...guardrails, { metric: usual, margin: String(defaultMargin(usual) * 100) }],
              })
            }
          >
            Add a guardrail
          </Button>
        </div>
      ) : null}
    </div>
  );
}
