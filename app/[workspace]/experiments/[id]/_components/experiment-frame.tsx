import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { promptPath, withQuery } from "@/app/[workspace]/_components/paths";
import { PageLayout } from "@/components/layout/page-layout";
import { Subbar } from "@/components/layout/subbar";
import { RelativeTime } from "@/components/ui/relative-time";
import { TabLinks } from "@/components/ui/tab-links";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import { spanWords } from "@/lib/experiments/results/words";
import type { ExperimentView } from "@/lib/experiments/views";
import { LoadActs } from "../../_components/acts/load-acts";
import { StatusTag } from "../../_components/status-tag";
import { Banner } from "./banner";
import { findExperiment } from "./find-experiment";
import { PageActs } from "./page-acts";

export type ExperimentPageProps = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

type Tab = "results" | "health" | "days" | "segments" | "plan" | "activity";

/** Loads the experiment in the URL and the results of the phase in `?phase=`. Throws 404 if it does not exist. */
export async function openExperiment({ params, searchParams }: ExperimentPageProps) {
  const [{ workspace, id }, query] = await Promise.all([params, searchParams]);
  const { actor, view } = await findExperiment(workspace, id);
  const requestedPhase = Number(query.phase);
  /** The number of an earlier phase, if the URL contains one. */
  const phase = view.phases.some(({ number }) => number === requestedPhase) ? requestedPhase : undefined;
  const results = await getExperimentResults(actor, view.id, phase);
  const path = `/${workspace}/experiments/${view.id}`;
  const kept: Record<string, string | number> = phase === undefined ? {} : { phase };
  return {
    workspace,
    actor,
    view,
    results,
    phase,
    hrefOf: (tab: Tab) => withQuery(tab === "results" ? path : `${path}/${tab}`, kept),
    csvOf: (part?: string) => withQuery(`${path}/export`, { ...kept, ...(part && { part }) }),
  };
}
type OpenExperiment = Awaited<ReturnType<typeof openExperiment>>;

function StateTag({ results: { status, state, startedAt } }: { results: ExperimentResults }) {
  const day = startedAt ? Math.floor((Date.now() - Date.parse(startedAt)) / 86_400_000) + 1 : undefined;
  return <StatusTag status={status} found={state === "verdict" || state === "not_valid" ? state : null} day={day} />;
}

function healthMark({ health }: ExperimentResults): ReactNode {
  if (health.checks.length === 0) return null;
  return health.isValid ? (
    <Check role="img" aria-label="no check fails" className="size-3.5 text-positive" />
  ) : (
    <TriangleAlert role="img" aria-label="a check fails" className="size-3.5 text-negative" />
  );
}

/** Whether a tab has content. A bandit has no results by day or segment if it did not count them. */
function hasContent({ state, days, uses, segments }: ExperimentResults, tab: Tab): boolean {
  if (state !== "bandit") return true;
  if (tab === "days") return days.length > 0 || uses.length > 0;
  return tab !== "segments" || segments.length > 0;
}

type FrameProps = { open: OpenExperiment; tab: Tab; side?: ReactNode; children: ReactNode };

/** The frame around every tab of an experiment: its name, its status, and the verdict or its date. */
export function ExperimentFrame({ open, tab, side, children }: FrameProps) {
  const { workspace, actor, view, results, phase, hrefOf, csvOf } = open;
  const health = (
    <>
      Health
      {healthMark(results)}
    </>
  );
  const labels: Record<Tab, ReactNode> = {
    results: "Results",
    health,
    days: "By day and use",
    segments: "Segments",
    plan: "Plan",
    activity: "Activity",
  };
  const tabs = (Object.keys(labels) as Tab[])
    .filter((name) => name === tab || hasContent(results, name))
    .map((name) => ({ href: hrefOf(name), label: labels[name], isCurrent: name === tab }));
  return (
    <PageLayout
      crumbs={[{ label: "Experiments", href: `/${workspace}/experiments` }, { label: view.name }]}
      state={<StateTag results={results} />}
      actions={
        <PageActs
          id={view.id}
          name={view.name}
          csvHref={results.asOf ? csvOf() : null}
          canShare={can(actor, "share:write")}
        />
      }
      flush
    >
      <Subbar
        tabs={<TabLinks label="Experiment" items={tabs} />}
        end={
          <p className="text-fg-muted">
            <TextLink href={promptPath(workspace, view.prompt)}>{view.prompt}</TextLink>
            {` in ${view.environment}${results.startedAt ? `, ${spanWords(results)}` : ""}`}
            {phase === undefined ? "" : `, phase ${phase}`}
          </p>
        }
      />
      <div className={side ? "grid flex-1 grid-cols-1 beside:grid-cols-[minmax(0,1fr)_300px]" : ""}>
        <div className="min-w-0 pb-10">
          <Banner
            results={results}
            acts={
              phase !== undefined ? undefined : view.decision ? (
                <Decision view={view} decision={view.decision} workspace={workspace} />
              ) : (
                <LoadActs actor={actor} view={view} results={results} />
              )
            }
          />
          {children}
        </div>
        {side}
      </div>
    </PageLayout>
  );
}

type Props = { view: ExperimentView; decision: NonNullable<ExperimentView["decision"]>; workspace: string };

/** The decision of an experiment, shown instead of its actions. */
function Decision({ view, decision, workspace }: Props) {
  const { version, release, by, at, reason } = decision;
  return (
    <div className="grid max-w-[260px] gap-0.5 max-md:w-full max-md:max-w-none">
      <p className="font-semibold">{`Decided: v${version} for everyone`}</p>
      <p className="text-12 text-fg-muted">
        {`${by}, `}
        <RelativeTime at={at} />
      </p>
      {reason ? <p className="text-12 text-fg-muted [overflow-wrap:anywhere]">{reason}</p> : null}
      <p className="text-12">
        {release ? (
          <TextLink href={withQuery(`/${workspace}/releases`, { prompt: view.prompt })}>See the release</TextLink>
        ) : (
          <span className="text-fg-muted">It was already live, so nothing was promoted.</span>
        )}
      </p>
      <p className="text-12">
        <TextLink href={withQuery(`/${workspace}/experiments/decisions`, { prompt: view.prompt })}>
          Decisions on this prompt
        </TextLink>
      </p>
    </div>
  );
}
