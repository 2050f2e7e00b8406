import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { PlanForm } from "@/lib/editing/plan/plan-form";
import { metrics, type WindowedMetric } from "@/lib/experiments/metrics";
import { longestWindowMinutes, windowedMetrics, windowOf } from "@/lib/experiments/windows";
import { Section } from "./section";

const day = 1_440;
const usual = [0, 10, 60, 360, day, 3 * day, longestWindowMinutes];

/** "Count at once", "90 minutes", "6 hours", "3 days" */
function windowWords(minutes: number): string {
  if (minutes === 0) return "Count at once";
  const [amount, unit] =
    minutes % day === 0 ? [minutes / day, "day"] : minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/** The outcomes that the plan's metrics wait for, in the order of the metrics. */
function waitedFor({ primaryMetric, guardrails }: PlanForm): WindowedMetric[] {
  const used = [primaryMetric, ...guardrails.map(({ metric }) => metric)].map(windowOf);
  return windowedMetrics.filter((metric) => used.includes(metric));
}

/** The minimum age of an answer before it counts, for each outcome that follows the answer. */
export function WindowFields({ form, onChange }: { form: PlanForm; onChange: (form: PlanForm) => void }) {
  const shown = waitedFor(form);
  if (shown.length === 0) return null;
  return (
    <Section
      title="When an answer counts"
      help="Outcomes arrive after the answer. An answer counts when this time has passed, in every version, so slow outcomes are not treated as missing."
    >
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        {shown.map((metric) => {
          const now = form.windows[metric];
          const options = [...new Set([...usual, now])].toSorted((a, b) => a - b);
          return (
            <Field key={metric} label={`Wait for: ${metrics[metric].label.toLowerCase()}`}>
              <Select
                value={String(now)}
                options={options.map((minutes) => ({ value: String(minutes), label: windowWords(minutes) }))}
                onChange={(event) =>
                  onChange({ ...form, windows: { ...form.windows, [metric]: Number(event.target.value) } })
                }
              />
            </Field>
          );
        })}
      </div>
    </Section>
  );
}
