import { Check, Lock, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { Explained } from "@/app/_components/explained";
import { RowsLink } from "@/app/[workspace]/_components/rows-link";
import { Facts } from "@/components/ui/facts";
import { metrics } from "@/lib/experiments/metrics";
import { formatCount, formatDifference, formatShare, formatValue } from "@/lib/experiments/results/figures";
import type { ExperimentResults, HealthCheck } from "@/lib/experiments/results/schema";
import { checkNames, costWords, planId, shortTime, testOf, versionName } from "@/lib/experiments/results/words";
import { kindWords } from "@/lib/experiments/status-words";
import type { ExperimentView } from "@/lib/experiments/views";
import type { RequestsOf } from "./find-rows";
import { Ranges } from "./ranges";

function Part({ title, end, children }: { title: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-line border-b px-5 pt-3.5 pb-4 last:border-b-0 max-beside:px-6 max-md:px-4 beside:pr-6">
      <div className="mb-2 flex items-baseline justify-between gap-3">
        <h2 className="text-13">{title}</h2>
        {end}
      </div>
      {children}
    </section>
  );
}

type SampleProps = Omit<SideProps, "view">;

function Sample({ results, requestsOf, rowsNote }: SampleProps) {
  const { variants, requiredPerVariant, verdict, state, primaryMetric } = results;
  const isDone = state === "verdict";
  const smallest = variants.toSorted((a, b) => a.counted - b.counted)[0];
  const answers = variants.reduce((sum, { interactions }) => sum + interactions, 0);
  const users = variants.reduce((sum, one) => sum + one.users, 0);
  const days = results.health.checks.find(({ id }) => id === "full_week");
  return (
    <Part title={isDone ? "Sample" : "Traffic"}>
      <ul className="grid gap-1">
        {variants.map((one) => (
          <li key={one.key}>
            <div className="flex justify-between gap-3">
              <span className="text-fg-muted">
                <RowsLink href={requestsOf?.({ variant: one.key }) ?? null}>{versionName(one)}</RowsLink>
                {`${results.bandit ? "" : `, ${formatShare(one.weight, 0)} of users`}`}
              </span>
              <span className="tabular-nums">
                <b className={one === smallest ? "font-semibold" : "font-normal"}>{formatCount(one.counted)}</b>
                {one.counted === one.users ? "" : ` of ${formatCount(one.users)}`}
              </span>
            </div>
            {isDone && one === smallest ? <div className="mt-1 mb-1 h-1.5 rounded-sm bg-ink" /> : null}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-12 text-fg-muted">
        <RowsLink href={requestsOf?.() ?? null}>{`${formatCount(answers)} answers`}</RowsLink>
        {` for ${formatCount(users)} users.`}
        {variants.some(({ counted, users: all }) => counted !== all)
          ? ` Only users with an outcome of “${metrics[primaryMetric].label}” count.`
          : ""}
        {requiredPerVariant && !results.bandit ? ` The plan asks for ${formatCount(requiredPerVariant)} on each.` : ""}
        {verdict && days
          ? days.result === "passes"
            ? " A full week is covered."
            : " Less than a full week is covered."
          : ""}
        {results.bandit
          ? " Traffic moves to the better version."
          : verdict
            ? ""
            : " A user keeps the same version for the whole experiment."}
        {rowsNote ? ` ${rowsNote}` : ""}
      </p>
    </Part>
  );
}

function Plan({ results, view }: { results: ExperimentResults; view: ExperimentView }) {
  const { primaryMetric, startedAt, alpha } = results;
  const { label, kind } = metrics[primaryMetric];
  const from = view.baseline === null ? "" : ` from ${formatValue(primaryMetric, view.baseline)}`;
  const effect =
    kind === "rate"
      ? `${formatDifference(primaryMetric, view.minimumEffect).replace("+", "")}${from}`
      : `${formatShare(view.minimumEffect, 0)}${from}`;
  const test = testOf(results);
  const rows: [string, ReactNode][] = [
    ...(view.hypothesis ? ([["Question", view.hypothesis]] as [string, ReactNode][]) : []),
    ["Primary", test ? `${label}, ${test}` : label],
    ...(results.bandit || view.kind !== "ab"
      ? ([["Kind", kindWords[view.kind]]] as [string, ReactNode][])
      : ([
          ["Smallest effect", effect],
          ["Error, power", `α ${alpha}, power ${formatShare(view.power, 0)}`],
        ] as [string, ReactNode][])),
    ["By", view.createdBy.name],
    ...(results.planHash
      ? ([
          [
            "Plan id",
            <code key="id" className="font-mono text-12">
              {planId(results.planHash)}
            </code>,
          ],
        ] as [string, ReactNode][])
      : []),
  ];
  return (
    <Part
      title="Plan"
      end={
        startedAt ? (
          <span className="inline-flex items-center gap-1 text-12 text-fg-muted">
            <Lock className="size-3" />
            {`frozen ${shortTime(startedAt)}`}
          </span>
        ) : null
      }
    >
      <Facts rows={rows} />
      {results.state === "collecting" && results.status === "running" ? (
        <p className="mt-2 text-12 text-fg-muted">The plan is frozen. A change starts a new phase with new users.</p>
      ) : null}
    </Part>
  );
}

const icons: Record<HealthCheck["result"], ReactNode> = {
  passes: <Check role="img" aria-label="Passes:" className="text-positive" />,
  fails: <X role="img" aria-label="Fails:" className="text-negative" />,
  flagged: <TriangleAlert role="img" aria-label="Look at:" className="text-warning" />,
  waiting: (
    <span
      role="img"
      aria-label="Waiting:"
      className="mx-[3px] mt-[7px] size-2 shrink-0 rounded-full border border-line-control"
    />
  ),
};

function Health({ results: { health, state } }: { results: ExperimentResults }) {
  if (health.checks.length === 0 || state === "not_valid") return null;
  return (
    <Part title="Health">
      <ul className="grid gap-[5px]">
        {health.checks
          .filter(({ id, result }) => id !== "plan_unchanged" || result !== "passes")
          .map(({ id, result, seen }) => (
            <li key={id} className="flex gap-2 [&>svg]:mt-[3px] [&>svg]:size-3.5 [&>svg]:shrink-0">
              {icons[result]}
              <span className="min-w-0">
                <Explained>{checkNames[id]}</Explained>{" "}
                <span className="text-fg-subtle tabular-nums">
                  <Explained>{seen}</Explained>
                </span>
              </span>
            </li>
          ))}
      </ul>
    </Part>
  );
}

function Speed({ results }: { results: ExperimentResults }) {
  const { speed, variants } = results;
  if (!speed.some(({ latencyMs, ttftMs }) => latencyMs || ttftMs)) return null;
  const named = speed.map((one) => ({ ...one, name: versionName(variants.find(({ key }) => key === one.variant)) }));
  return (
    <Part title="Speed and cost">
      <p className="flex gap-3.5 text-12 text-fg-muted">
        <span className="inline-flex items-center gap-1.5">
          <i className="size-2 rounded-full bg-chart-6" />
          half of answers (p50)
        </span>
        <span className="inline-flex items-center gap-1.5">
          <i className="size-[7px] bg-chart-6" />
          95 of 100 (p95)
        </span>
      </p>
      <Ranges title="Total time" rows={named.map(({ name, latencyMs }) => ({ name, range: latencyMs }))} />
      <Ranges title="First token" rows={named.map(({ name, ttftMs }) => ({ name, range: ttftMs }))} />
      <p className="mt-2 text-12 text-fg-muted empty:hidden">{costWords(results)}</p>
    </Part>
  );
}

function StopsByItself({ results, view }: { results: ExperimentResults; view: ExperimentView }) {
  if (results.state !== "collecting" || results.status !== "running" || view.guardrails.length === 0) return null;
  return (
    <Part title="Stops automatically if">
      <p className="text-fg-muted">a guardrail is clearly worse: its live interval is entirely beyond its margin.</p>
    </Part>
  );
}

type SideProps = {
  results: ExperimentResults;
  view: ExperimentView;
  /** Returns the URL of the list of a variant's answers, or of all. */
  requestsOf?: RequestsOf | undefined;
  /** Why the numbers lead to no requests. */
  rowsNote?: string;
};

/** Beside the results: the users, the plan, whether the data is valid, and the speed. */
export function Side({ results, view, requestsOf, rowsNote }: SideProps) {
  return (
    <aside
      aria-label="About this experiment"
      className="border-line beside:border-l max-beside:border-t max-beside:md:grid max-beside:md:grid-cols-2"
    >
      <Sample results={results} requestsOf={requestsOf} rowsNote={rowsNote} />
      <Plan results={results} view={view} />
      <Health results={results} />
      <Speed results={results} />
      <StopsByItself results={results} view={view} />
    </aside>
  );
}
