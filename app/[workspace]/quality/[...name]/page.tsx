import { ShieldCheck } from "lucide-react";
import { notFound, redirect } from "next/navigation";
import { PageLayout } from "@/components/layout/page-layout";
import { PageRefresh } from "@/components/layout/page-refresh";
import { Button } from "@/components/ui/button";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { getRollBackLane } from "@/lib/experiments/queries/lanes";
import { formatCount } from "@/lib/experiments/results/figures";
import { baselineWindows } from "@/lib/guards/defaults";
import { agreementWords } from "@/lib/guards/quality/agreement";
import { durationWords, formatRoundShare, toLiveMetric } from "@/lib/guards/quality/figures";
import type { QualityRange } from "@/lib/guards/quality/range";
import { getPromptQuality, type PromptQuality } from "@/lib/guards/queries/quality-prompt";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getPrompt } from "@/lib/registry/queries/prompts";
import { findKeptFrom } from "@/lib/requests/queries/kept-from";
import { EnvironmentMenu } from "../../_components/environment-menu";
import { guardsPath, incidentPath, nameOfSegments, promptPath, qualityPath } from "../../_components/paths";
import { RollBackHere } from "../../prompts/[name]/_components/history/roll-back-here";
import { Banner } from "./_components/banner";
import { Disagreements } from "./_components/disagreements";
import { Evidence } from "./_components/evidence";
import { MarkSeen } from "./_components/mark-seen";
import { OverTime } from "./_components/over-time";
import { SideAlerts } from "./_components/side-alerts";
import { loadState, type QualityPageAddress, stateHref } from "./_components/state";
import { WhatHappened } from "./_components/what-happened";
import { WorstAnswers } from "./_components/worst-answers";

export async function generateMetadata({ params }: PageProps<"/[workspace]/quality/[...name]">) {
  return { title: `Quality of ${nameOfSegments((await params).name)}` };
}

const ranges: Record<QualityRange, [label: string, short: string]> = {
  "24h": ["24\u00a0h", "24 hours"],
  "7d": ["7 days", "7 days"],
  "30d": ["30 days", "30 days"],
};

/**
 * Describes how the guard compares, in one line above the evidence. If both versions run at the same time, their
 * windows are equal. Otherwise the window of the previous version is longer.
 */
function evidenceNote({ guard, findings }: PromptQuality): string {
  const isTogether = findings.some(({ isConcurrent }) => isConcurrent);
  const before =
    guard && !isTogether ? ` answers, and ${formatCount(guard.window * baselineWindows)} of the version before` : "";
  const window = guard
    ? `Counts at most the last ${formatCount(guard.window)}${before || " answers of each version"}`
    : "";
  return `${window ? `${window}. ` : ""}p is one-sided and belongs to this comparison only.`;
}

/** Describes the sample of the chart. */
function baseWords({ metric, evaluation }: PromptQuality): string {
  if (!metric?.name.startsWith("scorer:") || !evaluation) return "";
  return evaluation.isEnabled ? `${formatRoundShare(evaluation.sampleRate)} of answers are scored.` : "Scoring is off.";
}

function hintOf({ verdict, guard }: PromptQuality): string | null {
  if (verdict.state !== "rolled_back") return null;
  const left = guard?.coolUntil ? Date.parse(guard.coolUntil) - Date.now() : 0;
  const rest = left > 0 ? ` The guard may act again in ${durationWords(left)}.` : "";
  return `v${verdict.about} does not go live again automatically. A person must promote it.${rest}`;
}

/** The live quality of a prompt in an environment: verdict, chart, evidence and events. */
export default async function PromptQualityPage({ params, searchParams }: PageProps<"/[workspace]/quality/[...name]">) {
  const [{ workspace, name }, state] = await Promise.all([params, loadState(searchParams)]);
  const actor = await requireActor(workspace);
  const requestedName = nameOfSegments(name);
  const [prompt, environments] = await Promise.all([getPrompt(actor, requestedName), listEnvironments(actor)]);
  if (!prompt) notFound();
  const home = environments.findLast(({ stage }) => stage === "production") ?? environments.at(-1);
  const environment = environments.find((one) => one.name === state.environment) ?? home;
  if (!environment) notFound();
  if (prompt.name !== requestedName) redirect(qualityPath(workspace, prompt.name, { environment: environment.name }));
  const metric = toLiveMetric(state.metric) ?? undefined;
  const place = { name: prompt.name, environment: environment.name };
  const quality = await getPromptQuality(actor, { ...place, range: state.range ?? undefined, metric });
  const keptFrom = can(actor, "interaction:read", environment) ? await findKeptFrom(actor, environment.name) : null;
  const { guard, verdict, findings } = quality;
  const here: QualityPageAddress = {
    workspace,
    prompt: prompt.name,
    environment: environment.name,
    range: state.range,
    metric: state.metric || null,
    answers: state.answers,
    version: state.version,
  };
  const baseline = findings.find((finding) => finding.baseline)?.baseline?.version ?? guard?.baselineVersion ?? null;
  const isWorse = verdict.tone === "worse" && quality.live?.version === verdict.about;
  const lane = isWorse ? await getRollBackLane(actor, prompt, environment) : null;
  const incidentRevision =
    verdict.tone === "worse" && quality.live ? quality.live.revision - (verdict.state === "rolled_back" ? 1 : 0) : null;
  const guarded = guard?.metrics.length;
  const unread = quality.alerts.flatMap(({ id, isUnread }) => (isUnread ? [id] : []));
  const rangeLinks = (
    <SegmentedLinks
      label="Time"
      items={Object.entries(ranges).map(([range, [label]]) => ({
        href: stateHref(here, { range: range as QualityRange }),
        label,
        current: range === quality.range,
      }))}
    />
  );
  const csvHref = `/api/quality/${workspace}?${new URLSearchParams({
    prompt: prompt.name,
    environment: environment.name,
    range: quality.range,
    ...(quality.metric && { metric: quality.metric.name }),
  })}`;
  return (
    <PageLayout
      crumbs={[{ label: "Quality", href: `/${workspace}/quality` }, { label: prompt.name }]}
      state={
        <EnvironmentMenu
          current={environment}
          items={environments.toReversed().map((one) => ({
            name: one.name,
            stage: one.stage,
            href: stateHref(here, { environment: one.name, metric: null }),
          }))}
        />
      }
      actions={
        <>
          <div className="max-md:hidden">{rangeLinks}</div>
          <Button icon={<ShieldCheck />} href={guardsPath(workspace, prompt.name, environment.name)}>
            <span className="max-md:sr-only">Guards</span>
            {guarded === undefined ? null : <span className="text-fg-muted tabular-nums">{guarded}</span>}
          </Button>
        </>
      }
      flush
    >
      <PageRefresh everyMs={5_000} />
      <div className="grid flex-1 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_300px] xl:grid-cols-[minmax(0,1fr)_344px]">
        <div className="min-w-0 pb-6">
          <Banner
            verdict={verdict}
            agreement={
              quality.metric?.isJudged ? (
                <p className="mt-1.5 max-w-[62ch] text-fg-muted">
                  {agreementWords(quality.agreement)}
                  {quality.agreement && quality.agreement.agree < quality.agreement.n && keptFrom ? (
                    <Disagreements place={here} metric={quality.metric.name} />
                  ) : null}
                </p>
              ) : null
            }
            acts={
              <>
                {lane ? <RollBackHere name={prompt.name} lane={lane} to={baseline} /> : null}
                {incidentRevision === null ? null : (
                  <Button
                    href={incidentPath(workspace, prompt.name, {
                      environment: environment.name,
                      revision: incidentRevision,
                    })}
                  >
                    What happened
                  </Button>
                )}
                {verdict.change ? (
                  <Button
                    href={promptPath(workspace, prompt.name, {
                      tab: "history",
                      from: verdict.change.from,
                      to: verdict.change.to,
                    })}
                  >
                    {`What v${verdict.change.to} changed`}
                  </Button>
                ) : null}
                <MarkSeen ids={unread} />
                {guard === null && can(actor, "guard:write") && quality.live ? (
                  <Button variant="primary" href={guardsPath(workspace, prompt.name, environment.name)}>
                    Add a guard
                  </Button>
                ) : null}
              </>
            }
          />
          <div className="px-4 pt-3 md:hidden">{rangeLinks}</div>
          <OverTime
            place={here}
            quality={quality}
            baselineVersion={baseline}
            links={quality.metrics.map(({ name: one, label }) => ({
              href: stateHref(here, { metric: one }),
              label,
              current: one === quality.metric?.name,
            }))}
            csvHref={csvHref}
            base={baseWords(quality)}
            asOf={Date.now()}
            keptFrom={keptFrom?.toISOString() ?? null}
          />
          <div className="h-4" />
          <Evidence
            place={here}
            findings={findings}
            baselineName={findings.some(({ isConcurrent }) => isConcurrent) ? "control" : "before"}
            note={evidenceNote(quality)}
            keptFrom={keptFrom}
          />
          <WorstAnswers actor={actor} place={here} quality={quality} environment={environment} />
        </div>
        <aside aria-label="What happened here" className="border-line lg:border-l max-lg:border-t">
          <SideAlerts workspace={workspace} alerts={quality.alerts} />
          <WhatHappened happened={quality.happened} hint={hintOf(quality)} />
        </aside>
      </div>
    </PageLayout>
  );
}
