"use client";

import { Section } from "@/app/[workspace]/experiments/_components/form/section";
import { Checkbox } from "@/components/ui/choice";
import type { WatchFaults, WatchForm } from "@/lib/editing/watch/watch-form";
import { MetricLines } from "./metric-lines";
import { UnitInput } from "./unit-input";

type Props = { form: WatchForm; faults: WatchFaults; onChange: (change: Partial<WatchForm>) => void };

/** The fields of a guard: the metrics it watches, when it acts, and how it compares. */
export function GuardFieldSections({ form, faults, onChange }: Props) {
  const field = (key: keyof WatchForm & string) => ({
    value: String(form[key]),
    error: faults[key],
    onChange: (value: string) => onChange({ [key]: value }),
  });
  return (
    <>
      <Section
        title="Guard"
        help="Compares the live version with the previous one, from the first answer on. An alert is sent when it is clearly worse by more than the margin. “Counts after” is the age at which the score of an answer counts, for both versions."
      >
        <Checkbox
          label="Watch with a guard"
          checked={form.isGuarded}
          onChange={(event) => onChange({ isGuarded: event.target.checked })}
        />
        {form.isGuarded ? (
          <MetricLines form={form} faults={faults} onChange={(metrics) => onChange({ metrics })} />
        ) : null}
      </Section>
      {form.isGuarded ? (
        <>
          <Section title="When it acts" help="A person can always roll back without waiting for the guard.">
            <Checkbox
              label="Roll back automatically"
              help="To the last live version that was not rolled back. The bad version is locked until a person promotes it again."
              checked={form.rollsBack}
              onChange={(event) => onChange({ rollsBack: event.target.checked })}
            />
            <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
              <UnitInput
                label="Rolls back from"
                note="points, or percent of a mean"
                help="The worsening that causes a rollback. A metric can have its own value."
                {...field("critical")}
              />
              <UnitInput
                label="Cool-down"
                unit="min"
                help="After a rollback the guard does not roll back again for this long."
                {...field("coolDownMinutes")}
              />
            </div>
          </Section>
          <Section
            title="How it compares"
            help="The level applies to all checks together. It is the probability that a version that is not worse is ever reported."
          >
            <div className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
              <UnitInput
                label="Needed"
                note="scores per version"
                help="Required before “no difference” counts as healthy. A version that is clearly worse is reported earlier."
                {...field("minimumPerSide")}
              />
              <UnitInput label="Window" note="newest scores" help="Of each version." {...field("window")} />
              <UnitInput
                label="Level α"
                unit="%"
                help="The level of alerts over all metrics and checks. Rollbacks use a tenth of it."
                {...field("alpha")}
              />
            </div>
          </Section>
          <Section
            title="First hours"
            help="Morning and evening users differ. While some users keep the previous version, both versions are compared over the same hours."
          >
            <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
              <UnitInput
                label="Keep the previous version for"
                unit="%"
                note="of users"
                help="0: all users change at once."
                {...field("controlShare")}
              />
              <UnitInput label="For" unit="h" note="after a promotion" {...field("controlHours")} />
            </div>
          </Section>
        </>
      ) : null}
    </>
  );
}
