import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { askingAddress } from "@/app/_components/asking-address";
import { loadResultState } from "@/app/_components/run-results/result-state";
import { RunResults } from "@/app/_components/run-results/run-results";
import { SharedAnswer } from "@/app/_components/shared-answer";
import { Banner } from "@/app/[workspace]/experiments/[id]/_components/banner";
import { DaysTab } from "@/app/[workspace]/experiments/[id]/_components/days-tab";
import { HealthTab } from "@/app/[workspace]/experiments/[id]/_components/health-tab";
import { ResultsTab } from "@/app/[workspace]/experiments/[id]/_components/results-tab";
import { Side } from "@/app/[workspace]/experiments/[id]/_components/side";
import { UsesSection } from "@/app/[workspace]/experiments/[id]/_components/uses-section";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { TabLinks } from "@/components/ui/tab-links";
import { type OpenedShareLink, openShareLink, sharedReader } from "@/lib/auth/share-links/queries";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { databaseNow } from "@/lib/core/database-clock";
import { getRunResults } from "@/lib/evaluation/comparison/queries/run-results";
import { describeRun } from "@/lib/evaluation/comparison/run-summary";
import { getRun } from "@/lib/evaluation/runs/queries";
import { getExperiment } from "@/lib/experiments/queries/experiments";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { durationText } from "@/lib/requests/figures";
import { readSharedRequest } from "@/lib/requests/queries/shared-request";
import { sharedGoneWords } from "@/lib/requests/shared-words";
import { SharedFrame } from "../_components/shared-frame";
import type { SharedProps } from "../_components/shared-props";

// The link is a secret. It must not reach other sites by the Referer header, nor search engines.
export const metadata: Metadata = {
  title: "Shared with you",
  description: "Content shared with you.",
  robots: { index: false, follow: false, nocache: true },
  referrer: "no-referrer",
};

/** The page for each kind of link. */
const shown: Record<OpenedShareLink["target"], (props: SharedProps) => Promise<ReactNode>> = {
  evaluation: SharedEvaluation,
  experiment: SharedExperiment,
  request: SharedRequest,
};

/** Shows shared results or a shared answer to anyone with the link. Everything is plain text and read-only. */
export default async function SharedPage({ params, searchParams }: PageProps<"/shared/[token]/[[...view]]">) {
  await connection();
  const { token, view } = await params;
  const address = await askingAddress();
  if (!mayTryLink(address))
    return (
      <main className="grid min-h-dvh place-items-center">
        <EmptyState heading="h1" title="Too many attempts">
          Wait a minute, then open the link again.
        </EmptyState>
      </main>
    );
  const link = await openShareLink(token, databaseNow(), address);
  if (!link) notFound();
  const Shown = shown[link.target];
  giveBackLink(address);
  return <Shown link={link} token={token} view={view?.join("/")} searchParams={searchParams} />;
}

/** A read-only evaluation run for people without an account. It is compared with its own baseline. */
async function SharedEvaluation({ link, token, searchParams }: SharedProps) {
  const actor = sharedReader(link.workspaceId);
  const [run, resultState] = await Promise.all([getRun(actor, link.targetId), loadResultState(searchParams)]);
  if (!run) notFound();
  const state = { ...resultState, against: null };
  const results = await getRunResults(actor, run, state);
  const { gate, comparison } = results;
  const of = comparison.baseline ? ` against v${comparison.baseline.version}` : "";
  return (
    <SharedFrame title={`${run.prompt} v${run.version}${of}`} link={link}>
      <RunResults
        run={run}
        results={results}
        verdict={describeRun({ run, gate, comparison })}
        base={`/api/shared/${token}`}
        suite={run.suite.name}
      />
    </SharedFrame>
  );
}

/** A read-only answer with its redacted texts, for people without an account. */
async function SharedRequest({ link, view }: SharedProps) {
  if (view !== undefined) notFound();
  const { facts, texts, gone } = await readSharedRequest(link);
  const title = facts ? `An answer of ${facts.prompt} v${facts.version}` : "An answer";
  return (
    <SharedFrame title={title} link={link}>
      {texts && facts ? (
        <div className="grid w-full max-w-[868px] gap-5 px-6 py-6 max-md:px-4">
          <p className="text-fg-muted">
            {[facts.model, facts.latencyMs === null ? null : durationText(facts.latencyMs)].filter(Boolean).join(", ")}
            {facts.model || facts.latencyMs !== null ? ", " : ""}
            <RelativeTime at={facts.at} ago />. Personal data may be replaced.
          </p>
          <SharedAnswer texts={texts} />
        </div>
      ) : (
        <div className="grid flex-1 place-items-center">
          <EmptyState heading="h2" title={sharedGoneWords[gone ?? "gone"].title}>
            {sharedGoneWords[gone ?? "gone"].why}
          </EmptyState>
        </div>
      )}
    </SharedFrame>
  );
}

const tabs = { results: "Results", health: "Health", days: "By day" } as const;
type Tab = keyof typeof tabs;
const isTab = (name: string): name is Tab => Object.hasOwn(tabs, name);

/**
 * A read-only experiment for people without an account: the verdict or its expected date, the metrics and the checks.
 */
async function SharedExperiment({ link, token, view: tab = "results" }: SharedProps) {
  const actor = sharedReader(link.workspaceId);
  const view = isTab(tab) ? await getExperiment(actor, link.targetId) : null;
  if (!view) notFound();
  const results = await getExperimentResults(actor, view.id);
  const names = Object.keys(tabs) as Tab[];
  const path = `/shared/${token}`;
  return (
    <SharedFrame title={`${view.name}, ${view.prompt}`} link={link}>
      <div className="h-11 shrink-0 border-line border-b px-6 max-md:px-4">
        <TabLinks
          label="Experiment"
          items={names.map((one) => ({
            href: one === "results" ? path : `${path}/${one}`,
            label: tabs[one],
            isCurrent: tab === one,
          }))}
        />
      </div>
      <div className={tab === "results" ? "grid flex-1 grid-cols-1 beside:grid-cols-[minmax(0,1fr)_300px]" : ""}>
        <div className="min-w-0 pb-10">
          <Banner results={results} />
          {tab === "results" ? <ResultsTab results={results} view={view} /> : null}
          {tab === "health" || (tab === "results" && results.state === "not_valid") ? (
            <HealthTab results={results} />
          ) : null}
          {tab === "days" ? (
            <>
              <DaysTab results={results} />
              <UsesSection results={results} />
            </>
          ) : null}
        </div>
        {tab === "results" ? <Side results={results} view={view} /> : null}
      </div>
    </SharedFrame>
  );
}
