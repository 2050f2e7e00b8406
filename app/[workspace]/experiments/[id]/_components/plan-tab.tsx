import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Explained } from "@/app/_components/explained";
import { promptPath, withQuery } from "@/app/[workspace]/_components/paths";
import { TextLink } from "@/components/ui/text-link";
import { metrics } from "@/lib/experiments/metrics";
import { formatCount, formatMargin, formatMoney, formatShare, formatValue } from "@/lib/experiments/results/figures";
import { planId, shortTime } from "@/lib/experiments/results/words";
import { kindWords } from "@/lib/experiments/status-words";
import type { ExperimentView } from "@/lib/experiments/views";

function List({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid gap-1.5">
      {rows.map(([term, value]) => (
        <div key={term} className="grid grid-cols-[160px_minmax(0,1fr)] gap-3 max-md:grid-cols-[112px_minmax(0,1fr)]">
          <dt className="text-fg-muted">
            <Explained>{term}</Explained>
          </dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            {typeof value === "string" && term === "Correction" ? <Explained>{value}</Explained> : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function effectWords(view: ExperimentView, effect: number | null): string {
  if (effect === null) return "nothing";
  return metrics[view.primaryMetric].kind === "rate"
    ? `${Number((effect * 100).toFixed(1))} points`
    : formatShare(effect, 0);
}

/** The whole plan of the experiment, and its phases. */
export function PlanTab({ view, workspace, phase }: { view: ExperimentView; workspace: string; phase: number }) {
  const { detectable, bandit, guardrails } = view;
  const isBandit = view.kind !== "ab";
  const path = `/${workspace}/experiments/${view.id}`;
  const open = view.phases.find(({ number }) => number === phase);
  const rows: (readonly [string, ReactNode])[] = [
    ["Question", view.hypothesis || "Not recorded"],
    [
      "Prompt",
      <TextLink key="p" href={promptPath(workspace, view.prompt)}>{`${view.prompt} in ${view.environment}`}</TextLink>,
    ],
    ["Kind", kindWords[view.kind]],
    [
      "Versions",
      <ul key="v">
        {view.variants.map(({ key, version, weight }, index) => (
          <li key={key}>
            {`v${version}, ${formatShare(weight, 0)}`}
            <span className="text-fg-muted">
              {index === 0 ? ` ${key}, what the others are compared with` : ` ${key}`}
            </span>
          </li>
        ))}
      </ul>,
    ],
    [
      "Who takes part",
      `${formatShare(view.trafficShare, 0)} of users${view.exclusiveGroup ? `, in the group ${view.exclusiveGroup}` : ""}`,
    ],
    ["Primary metric", `${metrics[view.primaryMetric].label}, ${metrics[view.primaryMetric].base}`],
    ...(guardrails.length > 0
      ? [
          [
            "Guardrails",
            <ul key="g">
              {guardrails.map((one) => (
                <li key={one.metric}>{`${metrics[one.metric].label}, ${formatMargin(one)}`}</li>
              ))}
            </ul>,
          ] as const,
        ]
      : []),
    ...(view.taskWorthUsd === undefined ? [] : [["Worth of a finished task", formatMoney(view.taskWorthUsd)] as const]),
    ...(isBandit
      ? [
          ["Floor", `${formatShare(bandit?.floor ?? 0, 0)} of users for every version`] as const,
          ["Burn-in", `${formatCount(bandit?.burnIn ?? 0)} users on each version before traffic moves`] as const,
          ["Moves", `every ${formatCount(bandit?.batchMinutes ?? 0)} minutes`] as const,
        ]
      : [
          [
            "Smallest effect",
            `${effectWords(view, view.minimumEffect)}${view.baseline === null ? "" : `, from ${formatValue(view.primaryMetric, view.baseline)}`}`,
          ] as const,
          ["Users needed", `${formatCount(view.requiredPerVariant)} on each version`] as const,
          ["Can detect", `${effectWords(view, detectable.up)} up, ${effectWords(view, detectable.down)} down`] as const,
          ["Error, power", `α ${view.alpha}, power ${formatShare(view.power, 0)}`] as const,
          [
            "Correction",
            "Holm over versions for the primary metric; each guardrail separately; the rest Benjamini–Hochberg",
          ] as const,
        ]),
    ["Created by", view.createdBy.name],
  ];
  return (
    <div className="grid max-w-[760px] gap-6 px-6 pt-5 max-md:px-4">
      <section>
        <h2 className="mb-2 flex items-center gap-2 text-14">
          Plan
          {open ? (
            <span className="inline-flex items-center gap-1 font-normal text-12 text-fg-muted">
              <Lock className="size-3" />
              {`frozen ${shortTime(open.startedAt)} UTC`}
            </span>
          ) : (
            <span className="font-normal text-12 text-fg-muted">not frozen before the start</span>
          )}
        </h2>
        <List rows={rows} />
      </section>
      {view.phases.length > 0 ? (
        <section>
          <h2 className="mb-2 text-14">Phases</h2>
          <p className="mb-2 text-fg-muted">A change of the plan begins a new phase: other users, counted from zero.</p>
          <ol className="grid gap-2">
            {view.phases.toReversed().map((one) => (
              <li key={one.number} className="border-line border-t pt-2">
                <p>
                  {one.number === phase ? (
                    <b className="font-medium">{`Phase ${one.number}`}</b>
                  ) : (
                    <TextLink href={withQuery(path, { phase: one.number })}>{`Phase ${one.number}`}</TextLink>
                  )}
                  <span className="text-fg-muted">
                    {one.endedAt
                      ? ` ${shortTime(one.startedAt)} to ${shortTime(one.endedAt)} UTC, by ${one.startedBy}`
                      : ` since ${shortTime(one.startedAt)} UTC, by ${one.startedBy}`}
                  </span>
                </p>
                {one.reason ? <p>{one.reason}</p> : null}
                <p className="text-12 text-fg-muted">
                  {"Plan id "}
                  <code title={one.planHash} className="font-mono">
                    {planId(one.planHash)}
                  </code>
                </p>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
    </div>
  );
}
