import { Check, CirclePlay, Flag, Hourglass, OctagonPause, TriangleAlert } from "lucide-react";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { Main } from "@/components/layout/main";
import { Subbar } from "@/components/layout/subbar";
import { Topbar } from "@/components/layout/topbar";
import { TabLinks } from "@/components/ui/tab-links";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { getExperiment } from "@/lib/experiments/queries/experiments";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import { promptPath, withQuery } from "../../_components/paths";
import { LoadActs } from "../_components/acts/load-acts";
import { ActivityTab } from "./_components/activity-tab";
import { Banner } from "./_components/banner";
import { DaysTab } from "./_components/days-tab";
import { Decision } from "./_components/decision";
import { HealthTab } from "./_components/health-tab";
import { PageActs } from "./_components/page-acts";
import { PlanTab } from "./_components/plan-tab";
import { ResultsTab } from "./_components/results-tab";
import { Side } from "./_components/side";
import { UsesSection } from "./_components/uses-section";
import { spanWords } from "./_components/words";

type Props = {
  params: Promise<{ workspace: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const tabs = ["results", "health", "days", "plan", "activity"] as const;
type Tab = (typeof tabs)[number];

async function load({ params }: Pick<Props, "params">) {
  const { workspace, id } = await params;
  const actor = await requireActor(workspace);
  const view = uuid.test(id) ? await getExperiment(actor, id) : null;
  if (!view) notFound();
  return { workspace, actor, view };
}

export async function generateMetadata(props: Props) {
  return { title: (await load(props)).view.name };
}

function StateTag({ results }: { results: ExperimentResults }) {
  const { status, state, startedAt } = results;
  if (state === "not_valid")
    return (
      <Tag tone="negative" icon={<TriangleAlert aria-hidden="true" />}>
        Not valid
      </Tag>
    );
  if (status === "draft") return <Tag icon={<Hourglass aria-hidden="true" />}>Draft</Tag>;
  if (status === "concluded") return <Tag icon={<Check aria-hidden="true" />}>Concluded</Tag>;
  if (state === "verdict") return <Tag icon={<Flag aria-hidden="true" />}>Sample reached</Tag>;
  if (status === "stopped") return <Tag icon={<OctagonPause aria-hidden="true" />}>Stopped</Tag>;
  const day = startedAt ? Math.floor((Date.now() - Date.parse(startedAt)) / 86_400_000) + 1 : 1;
  return <Tag icon={<CirclePlay aria-hidden="true" />}>{`Running, day ${day}`}</Tag>;
}

function healthMark({ health }: ExperimentResults): ReactNode {
  if (health.checks.length === 0) return null;
  return health.isValid ? (
    <Check role="img" aria-label="no check fails" className="size-3.5 text-positive" />
  ) : (
    <TriangleAlert role="img" aria-label="a check fails" className="size-3.5 text-negative" />
  );
}

/** One experiment: the verdict or its date first, then what changed, whether to believe it, and the plan. */
export default async function ExperimentPage({ params, searchParams }: Props) {
  const [{ workspace, actor, view }, query] = await Promise.all([load({ params }), searchParams]);
  const asked = Number(query.phase);
  const number = view.phases.some((phase) => phase.number === asked) ? asked : undefined;
  const results = await getExperimentResults(actor, view.id, number);
  const tab: Tab = tabs.find((one) => one === query.tab) ?? "results";
  const path = `/${workspace}/experiments/${view.id}`;
  const kept: Record<string, string | number> = number === undefined ? {} : { phase: number };
  const to = (name: Tab) => withQuery(path, name === "results" ? kept : { ...kept, tab: name });
  const csvOf = (part?: string) => withQuery(`${path}/export`, { ...kept, ...(part && { part }) });
  const label = (name: Tab, text: ReactNode) => ({ href: to(name), label: text, isCurrent: tab === name });
  const isDraft = results.state === "not_started";
  const hasSide = tab === "results" && !isDraft;
  return (
    <>
      <Topbar
        crumbs={[{ label: "Experiments", href: `/${workspace}/experiments` }, { label: view.name }]}
        state={<StateTag results={results} />}
        actions={
          <PageActs
            workspace={workspace}
            id={view.id}
            name={view.name}
            csvHref={results.asOf ? csvOf() : null}
            canShare={can(actor, "share:write")}
          />
        }
      />
      <Main flush>
        <Subbar
          tabs={
            <TabLinks
              label="Experiment"
              items={[
                label("results", "Results"),
                label(
                  "health",
                  <>
                    Health
                    {healthMark(results)}
                  </>,
                ),
                label("days", "By day and use"),
                label("plan", "Plan"),
                label("activity", "Activity"),
              ]}
            />
          }
          end={
            <p className="text-fg-muted">
              <TextLink href={promptPath(workspace, view.prompt)}>{view.prompt}</TextLink>
              {` in ${view.environment}${results.startedAt ? `, ${spanWords(results)}` : ""}`}
              {number === undefined ? "" : `, phase ${number}`}
            </p>
          }
        />
        <div className={hasSide ? "grid flex-1 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_300px]" : ""}>
          <div className="min-w-0 pb-10">
            <Banner
              results={results}
              acts={
                number !== undefined ? undefined : view.decision ? (
                  <Decision view={view} decision={view.decision} workspace={workspace} />
                ) : (
                  <LoadActs actor={actor} workspace={workspace} view={view} results={results} />
                )
              }
            />
            {hasSide ? (
              <ResultsTab
                results={results}
                view={view}
                csvOf={csvOf}
                useHref={promptPath(workspace, view.prompt, { tab: "use", environment: view.environment })}
              />
            ) : null}
            {tab === "health" ? <HealthTab results={results} /> : null}
            {tab === "days" ? (
              <>
                <DaysTab results={results} csvHref={csvOf("days")} />
                <UsesSection results={results} csvHref={csvOf("uses")} />
              </>
            ) : null}
            {tab === "plan" || (tab === "results" && isDraft) ? (
              <PlanTab view={view} workspace={workspace} phase={results.phase} />
            ) : null}
            {tab === "activity" ? <ActivityTab view={view} results={results} workspace={workspace} /> : null}
            {tab === "results" && results.state === "not_valid" ? <HealthTab results={results} /> : null}
          </div>
          {hasSide ? <Side results={results} view={view} /> : null}
        </div>
      </Main>
    </>
  );
}
