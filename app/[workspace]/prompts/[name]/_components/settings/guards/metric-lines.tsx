"use client";

import { X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import {
  freeMetrics,
  type MetricLine,
  newLine,
  type WatchFaults,
  type WatchForm,
} from "@/lib/editing/watch/watch-form";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { usualOutcomeMinutes } from "@/lib/evaluation/online/outcome-window";
import { isRateMetric, metricLabel } from "@/lib/guards/finding-words";
import { UnitInput } from "./unit-input";

type Props = { form: WatchForm; faults: WatchFaults; onChange: (metrics: MetricLine[]) => void };

const heads = ["Metric", "Margin", "Rolls back from", "Alert beyond", "Roll back beyond"];
const columns = "grid-cols-[minmax(0,1fr)_76px_104px_84px_104px_32px] max-md:grid-cols-2";

const lineUnit = (name: LiveMetric) =>
  isRateMetric(name) ? "%" : name === "cost" ? "$" : name === "stars" ? "stars" : "ms";

/** The watched metrics: their margins against the previous version, absolute limits, and outcome windows. */
export function MetricLines({ form, faults, onChange }: Props) {
  const { metrics, scorers } = form;
  const free = freeMetrics(form);
  const set = (index: number, change: Partial<MetricLine>) =>
    onChange(metrics.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <div>
      <div
        aria-hidden="true"
        className={`grid ${columns} gap-2 border-line border-b pb-1.5 text-12 text-fg-muted max-md:hidden`}
      >
        {heads.map((head) => (
          <span key={head}>{head}</span>
        ))}
      </div>
      <ul>
        {metrics.map((line, index) => {
          const { name, worse } = line;
          const label = metricLabel(name, scorers);
          const unit = isRateMetric(name) ? "pts" : "%";
          const field = (key: "margin" | "critical" | "alertLine" | "floor" | "outcome") => ({
            isInTable: true,
            value: line[key],
            error: faults[`metrics.${index}.${key}`],
            onChange: (value: string) => set(index, { [key]: value }),
          });
          return (
            <li key={name} className="relative border-line border-b py-2.5">
              <fieldset className={`grid ${columns} items-start gap-2`}>
                <legend className="sr-only">{label}</legend>
                <div className="min-w-0 max-md:col-span-2 max-md:pr-10 md:row-span-2">
                  <p className="truncate font-medium leading-8 max-md:leading-6" title={label}>
                    {label}
                  </p>
                  <Select
                    size="sm"
                    aria-label={`What is worse: ${label}`}
                    value={worse}
                    options={[
                      { value: "lower", label: "Lower is worse" },
                      { value: "higher", label: "Higher is worse" },
                    ]}
                    onChange={(event) => set(index, { worse: event.target.value === "lower" ? "lower" : "higher" })}
                  />
                  {faults[`metrics.${index}.name`] ? (
                    <p role="alert" className="mt-1 text-12 text-negative">
                      {faults[`metrics.${index}.name`]}
                    </p>
                  ) : null}
                </div>
                <UnitInput label="Margin" unit={unit} {...field("margin")} />
                <UnitInput label="Rolls back from" unit={unit} placeholder={form.critical} {...field("critical")} />
                <UnitInput label="Alert beyond" unit={lineUnit(name)} placeholder="none" {...field("alertLine")} />
                <UnitInput label="Roll back beyond" unit={lineUnit(name)} placeholder="none" {...field("floor")} />
                <span className="max-md:absolute max-md:top-2 max-md:right-0">
                  <IconButton
                    label={`Do not watch ${label}`}
                    icon={<X />}
                    onClick={() => onChange(metrics.filter((_, at) => at !== index))}
                  />
                </span>
                <div className="flex items-center gap-2 text-12 text-fg-muted max-md:col-span-2 md:col-span-4 md:col-start-2 md:row-start-2">
                  <span aria-hidden="true" className="max-md:hidden">
                    Counts once the answer is
                  </span>
                  <div className="w-24 max-md:w-full">
                    <UnitInput
                      label="Counts after"
                      unit="min"
                      placeholder={String(usualOutcomeMinutes(name))}
                      {...field("outcome")}
                    />
                  </div>
                  <span aria-hidden="true" className="max-md:hidden">
                    old
                  </span>
                </div>
              </fieldset>
            </li>
          );
        })}
      </ul>
      {faults.metrics ? (
        <p role="alert" className="mt-2 text-12 text-negative">
          {faults.metrics}
        </p>
      ) : null}
      {free.length > 0 && metrics.length < 20 ? (
        <Select
          aria-label="Watch another metric"
          className="mt-3 w-56 max-md:w-full"
          value=""
          options={[
            { value: "", label: "Watch another metric" },
            ...free.map((name) => ({ value: name, label: metricLabel(name, scorers) })),
          ]}
          onChange={(event) => {
            const name = free.find((one) => one === event.target.value);
            if (name) onChange([...metrics, newLine(name)]);
          }}
        />
      ) : null}
    </div>
  );
}
