import { Suspense } from "react";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { ScrollHere } from "@/components/layout/scroll-here";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { TextLink } from "@/components/ui/text-link";
import type { UserActor } from "@/lib/auth/actor";
import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import { listScoredAnswers } from "@/lib/evaluation/online/queries/scored-answers";
import type { PromptQuality } from "@/lib/guards/queries/quality-prompt";
import { Answers } from "./answers";
import { Rejections } from "./rejections";
import { type QualityPageAddress, stateHref } from "./state";

type Props = { actor: UserActor; place: QualityPageAddress; quality: PromptQuality; environment: EnvironmentScope };

const labels = { worst: "Worst", rejected: "Newest rejected", groups: "In groups" } as const;
const names = Object.keys(labels) as (keyof typeof labels)[];

/**
 * Lists the answers to read first: the worst of the verdict's version, those that failed the scorer, or all in groups.
 */
export async function WorstAnswers({ actor, place, quality, environment }: Props) {
  const { metric, verdict, live } = quality;
  const version = verdict.about ?? live?.version;
  if (!metric || version === undefined) return null;
  const mayRead = can(actor, "interaction:read", environment);
  const isFailed = place.answers === "rejected";
  const isGrouped = place.answers === "groups";
  const rows = {
    prompt: place.prompt,
    environment: place.environment,
    version,
    ...(metric.name.startsWith("scorer:") && isFailed && { metric: metric.name, passed: "false" }),
    ...(metric.name === "thumbs" && isFailed && { thumbs: "down" }),
  };
  const links = names.map((answers) => ({
    href: stateHref(place, { answers }),
    current: answers === place.answers,
    label: labels[answers],
  }));
  const of = place.version ? ` of v${place.version}` : "";
  return (
    <section id="answers" aria-labelledby="answers-title" className="border-line border-t px-6 pt-4 max-md:px-4">
      <ScrollHere id="answers" />
      <header className="mb-1 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="answers-title" className="text-14">
          {isGrouped ? `Rejected answers${of}, in groups` : `Answers of v${version}, by “${metric.label}”`}
        </h2>
        {mayRead ? (
          <div className="flex flex-wrap items-center gap-3">
            {isGrouped ? null : <TextLink href={withQuery(`/${place.workspace}/requests`, rows)}>In requests</TextLink>}
            <SegmentedLinks label="Which answers" items={links} />
          </div>
        ) : null}
      </header>
      {!mayRead ? (
        <p className="py-2 text-fg-muted">{`Your role, ${actor.role}, sees numbers but not what people wrote. Ask an editor to read the answers.`}</p>
      ) : isGrouped ? (
        <Suspense
          key={`${quality.range} ${place.version}`}
          fallback={
            <p role="status" className="py-2 text-fg-muted">
              Loading the answers…
            </p>
          }
        >
          <Rejections actor={actor} place={place} range={quality.range} version={place.version ?? null} />
        </Suspense>
      ) : (
        <Listed actor={actor} place={place} metric={metric} version={version} />
      )}
    </section>
  );
}

type ListedProps = Pick<Props, "actor" | "place"> & { metric: NonNullable<PromptQuality["metric"]>; version: number };

async function Listed({ actor, place, metric, version }: ListedProps) {
  const isFailed = place.answers === "rejected";
  const order = isFailed ? ("newest" as const) : ("worst" as const);
  const query = { name: place.prompt, environment: place.environment, metric: metric.name, version };
  const first = await listScoredAnswers(actor, { ...query, order, limit: 5, ...(isFailed && { isFailed }) });
  if (first.items.length === 0)
    return (
      <p className="py-2 text-fg-muted">
        {isFailed ? `No answer of v${version} was rejected.` : `No answer of v${version} has been scored yet.`}
      </p>
    );
  return (
    <Answers
      key={`${metric.name} ${version} ${place.answers}`}
      name={place.prompt}
      environment={place.environment}
      metric={metric}
      version={version}
      first={first}
      isFailed={isFailed}
      order={order}
    />
  );
}
