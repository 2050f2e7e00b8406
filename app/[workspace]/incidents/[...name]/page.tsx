import { Check, TrendingDown, Undo2 } from "lucide-react";
import { notFound, redirect } from "next/navigation";
import { type ReactNode, Suspense } from "react";
import { VerdictBand } from "@/app/_components/verdict-band";
import { PageLayout } from "@/components/layout/page-layout";
import { PageRefresh } from "@/components/layout/page-refresh";
import { Button } from "@/components/ui/button";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import type { UserActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { choiceParam, integerParam, pageParams, textParam } from "@/lib/core/address-params";
import { getRollBackLane } from "@/lib/experiments/queries/lanes";
import { type SaidComment, sameWords } from "@/lib/guards/incident/same-words";
import { type IncidentRange, incidentRanges } from "@/lib/guards/incident/window";
import { incidentDetail, incidentKicker, incidentSentence } from "@/lib/guards/incident/words";
import { listAnswerPairs } from "@/lib/guards/queries/answer-pairs";
import { getIncident, type Incident } from "@/lib/guards/queries/incident";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getPrompt } from "@/lib/registry/queries/prompts";
import { findKeptFrom } from "@/lib/requests/queries/kept-from";
import { listRequests } from "@/lib/requests/queries/requests";
import { incidentPath, nameOfSegments, promptPath, qualityPath, rejectedPath } from "../../_components/paths";
import { RollBackHere } from "../../prompts/[name]/_components/history/roll-back-here";
import { Evidence } from "../../quality/[...name]/_components/evidence";
import { WhatHappened } from "../../quality/[...name]/_components/what-happened";
import { Answers } from "./_components/answers";
import { Around } from "./_components/around";
import { NextSteps } from "./_components/next-steps";
import { UserFeedback } from "./_components/user-feedback";
import { WhatChanged } from "./_components/what-changed";
import { WhoGetsIt } from "./_components/who-gets-it";

const loadState = pageParams({
  environment: textParam(""),
  revision: integerParam(0),
  range: choiceParam(incidentRanges, "15m"),
});
const rangeWords: Record<IncidentRange, string> = { "15m": "± 15\u00a0min", "2h": "± 2\u00a0h", "1d": "± 1\u00a0day" };

export async function generateMetadata({ params }: PageProps<"/[workspace]/incidents/[...name]">) {
  return { title: `What happened to ${nameOfSegments((await params).name)}` };
}

/** Shows what happened around a release. Alerts link to this page. The way back to the previous version comes first. */
export default async function IncidentPage({ params, searchParams }: PageProps<"/[workspace]/incidents/[...name]">) {
  const [{ workspace, name }, state] = await Promise.all([params, loadState(searchParams)]);
  const actor = await requireActor(workspace);
  const requestedName = nameOfSegments(name);
  const [prompt, environments] = await Promise.all([getPrompt(actor, requestedName), listEnvironments(actor)]);
  const environment = environments.find((one) => one.name === state.environment);
  if (!prompt || !environment || !(state.revision > 0 && state.revision < 2 ** 31)) notFound();
  const place = { environment: environment.name, revision: state.revision };
  if (prompt.name !== requestedName) redirect(incidentPath(workspace, prompt.name, place));
  const incident = await getIncident(actor, { ...place, name: prompt.name, range: state.range });
  if (!incident) notFound();
  const { release, endedBy, metric, findings, isWorse } = incident;
  const before = metric?.baseline?.version ?? release.fromVersion;
  const liveVersion = prompt.deployments.find((one) => one.environment === environment.name)?.version ?? null;
  // After an undone rollback, a later release made the version live again.
  const isLive = !endedBy || liveVersion === release.toVersion;
  const mayRead = can(actor, "interaction:read", environment);
  const [lane, pairs, comments, keptFrom] = await Promise.all([
    isWorse && isLive ? getRollBackLane(actor, prompt, environment) : null,
    mayRead ? listAnswerPairs(actor, incident) : [],
    mayRead ? loadComments(actor, incident) : null,
    mayRead ? findKeptFrom(actor, environment.name) : null,
  ]);
  const quality = qualityPath(workspace, prompt.name, { environment: environment.name });
  return (
    <PageLayout
      crumbs={[
        { label: "Quality", href: `/${workspace}/quality` },
        { label: prompt.name, href: quality },
        { label: `v${release.toVersion} in ${environment.name}` },
      ]}
      flush
    >
      {isLive ? <PageRefresh everyMs={10_000} /> : null}
      <div className="grid flex-1 grid-cols-1 lg:grid-cols-[minmax(0,1fr)_300px] xl:grid-cols-[minmax(0,1fr)_344px]">
        <div className="min-w-0 pb-6">
          <Headline
            incident={incident}
            liveVersion={liveVersion}
            acts={
              <>
                {lane ? <RollBackHere name={prompt.name} lane={lane} to={before} /> : null}
                {isWorse && !isLive && mayRead ? (
                  <Button variant="primary" href={rejectedPath(workspace, incident)}>
                    Rejected answers
                  </Button>
                ) : null}
                {before === null ? null : (
                  <Button
                    href={promptPath(workspace, prompt.name, {
                      tab: "history",
                      from: before,
                      to: release.toVersion,
                    })}
                  >
                    {`What v${release.toVersion} changed`}
                  </Button>
                )}
              </>
            }
          />
          <Around
            incident={incident}
            links={incidentRanges.map((range) => ({
              href: incidentPath(workspace, prompt.name, { ...place, ...(range !== "15m" && { range }) }),
              label: rangeWords[range],
              current: range === incident.range,
            }))}
          />
          <div className="h-4" />
          <Evidence
            place={{
              workspace,
              prompt: prompt.name,
              environment: environment.name,
              range: null,
              metric: null,
              answers: "worst",
            }}
            findings={findings}
            baselineName={findings.some(({ isConcurrent }) => isConcurrent) ? "control" : "before"}
            keptFrom={keptFrom}
            note="p is one-sided and belongs to this comparison only."
          />
          {pairs.length > 0 && before !== null ? (
            <Answers pairs={pairs} versions={[before, release.toVersion]} />
          ) : null}
          {comments ? <UserFeedback workspace={workspace} incident={incident} {...comments} /> : null}
          {mayRead ? null : (
            <p className="border-line border-t px-6 py-4 text-fg-muted max-md:px-4">{`Your role, ${actor.role}, sees numbers but not what people wrote.`}</p>
          )}
        </div>
        <aside aria-label="About this release" className="divide-y divide-line border-line lg:border-l max-lg:border-t">
          <Suspense fallback={<SideLoading />}>
            <WhoGetsIt actor={actor} incident={incident} prompt={prompt} environment={environment} />
          </Suspense>
          {before === null ? null : (
            <Suspense fallback={<SideLoading />}>
              <WhatChanged
                actor={actor}
                workspace={workspace}
                name={prompt.name}
                from={before}
                to={release.toVersion}
              />
            </Suspense>
          )}
          <WhatHappened
            happened={incident.happened}
            hint={isWorse && !isLive ? `v${release.toVersion} is no longer live here.` : null}
          />
          {isWorse ? <NextSteps workspace={workspace} incident={incident} mayRead={mayRead} /> : null}
        </aside>
      </div>
    </PageLayout>
  );
}

/** Says what went wrong in one sentence, and offers the first action. */
type HeadlineProps = { incident: Incident; liveVersion: number | null; acts: ReactNode };

function Headline({ incident, liveVersion, acts }: HeadlineProps) {
  const { text, tone } = incidentKicker(incident, liveVersion);
  const isWorse = tone === "worse";
  const Icon = isWorse
    ? incident.endedBy && liveVersion !== incident.release.toVersion
      ? Undo2
      : TrendingDown
    : Check;
  return (
    <VerdictBand
      tone={isWorse ? "negative" : "neutral"}
      icon={<Icon />}
      kicker={text}
      title={incidentSentence(incident)}
      detail={incidentDetail(incident)}
      acts={acts}
    />
  );
}

const [looked, shown] = [100, 8];

/** Loads the comments of users with a thumbs down, from the newest answers of the version since its release. */
async function loadComments(
  actor: UserActor,
  incident: Incident,
): Promise<{ rejected: number; comments: SaidComment[] }> {
  const { prompt, environment, release, endedBy } = incident;
  const { items } = await listRequests(actor, {
    prompt,
    environment,
    version: String(release.toVersion),
    from: release.at,
    ...(endedBy && { to: endedBy.at }),
    thumbs: "down",
    limit: looked,
  });
  const comments = items.flatMap(({ interactionId, at, feedback }) =>
    feedback?.comment ? [{ interactionId, at, text: feedback.comment }] : [],
  );
  return { rejected: items.length, comments: sameWords(comments).slice(0, shown) };
}

/** A section of the side panel while it loads. */
function SideLoading() {
  return (
    <Loading className="grid gap-2.5 px-5 pt-4 pb-5 max-lg:px-6 max-md:px-4">
      <Skeleton className="w-24" />
      <Skeleton className="w-52" />
      <Skeleton className="w-40" />
    </Loading>
  );
}
