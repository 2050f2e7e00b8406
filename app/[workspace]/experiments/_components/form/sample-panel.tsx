import type { ExperimentPlan } from "@/lib/experiments/plan";
import {
  daysToSample,
  detectableChange,
  fewestPerVariant,
  guardrailNeeds,
  requiredPerVariant,
  withEqualShares,
} from "@/lib/experiments/plan-rules";
import { formatCount, formatDays } from "@/lib/experiments/results/figures";
import { changeWords, daysWords, guardrailNote } from "@/lib/experiments/sample-words";

/** The required number of users and the detectable effects, updated while typing. */
export function SamplePanel({ plan, usersPerDay }: { plan: ExperimentPlan | null; usersPerDay: number | null }) {
  return (
    <aside
      aria-label="Required sample"
      aria-live="polite"
      className="grid content-start gap-2 px-6 py-6 max-md:px-4 lg:sticky lg:top-[var(--topbar)] lg:row-span-2 lg:self-start"
    >
      <h2 className="text-14">Required sample</h2>
      {plan === null ? (
        <p className="text-fg-muted">The required number of users appears here when the plan is complete.</p>
      ) : plan.kind === "ab" ? (
        <AbSample plan={plan} usersPerDay={usersPerDay} />
      ) : (
        <p>
          Every version keeps its share until each has {formatCount(requiredPerVariant(plan))} users. Then the better
          version gets more every {plan.bandit?.batchMinutes} minutes. A bandit gives no verdict.
        </p>
      )}
    </aside>
  );
}

function AbSample({ plan, usersPerDay }: { plan: ExperimentPlan; usersPerDay: number | null }) {
  const required = requiredPerVariant(plan);
  return (
    <>
      <p className="font-semibold text-20 tabular-nums leading-[26px]">
        {`${formatCount(required)} users `}
        <span className="font-normal text-13 text-fg-muted">on each version</span>
      </p>
      <p>{daysWords(usersPerDay === null ? null : daysToSample(plan, usersPerDay))}</p>
      <EqualShares plan={plan} usersPerDay={usersPerDay} />
      <p className="text-fg-muted">
        {`At ${formatCount(fewestPerVariant)} users on each it could see ${changeWords(plan, detectableChange(plan, fewestPerVariant))}${required === fewestPerVariant ? "" : `; at ${formatCount(required)} ${changeWords(plan, detectableChange(plan, required))}`}.`}
      </p>
      {guardrailNeeds(plan, required).map((need) => (
        <p key={need.metric} className="text-fg-muted">
          {guardrailNote(need)}
        </p>
      ))}
      <p className="text-fg-muted">Until then there is no verdict, on this page and in the API.</p>
      {usersPerDay === null ? null : (
        <p className="text-12 text-fg-subtle">{`${formatCount(usersPerDay * 7)} different users in the last week`}</p>
      )}
    </>
  );
}

/** Suggests equal shares with the shorter duration, if it saves at least a day. */
function EqualShares({ plan, usersPerDay }: { plan: ExperimentPlan; usersPerDay: number | null }) {
  if (usersPerDay === null) return null;
  const [now, equal] = [plan, withEqualShares(plan)].map((one) => Math.ceil(daysToSample(one, usersPerDay) ?? 0));
  if (now === undefined || equal === undefined || equal < 1 || now - equal < 1) return null;
  return (
    <p className="text-fg-muted">{`With equal shares it takes ${formatDays(equal)} instead of ${formatDays(now)}.`}</p>
  );
}
