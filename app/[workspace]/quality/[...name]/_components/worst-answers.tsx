import { SegmentedLinks } from "@/components/ui/segmented";
import { TextLink } from "@/components/ui/text-link";
import type { UserActor } from "@/lib/auth/actor";
import { can, type EnvironmentScope } from "@/lib/auth/authorize";
import { listScoredAnswers } from "@/lib/evaluation/online/queries/scored-answers";
import type { PromptQuality } from "@/lib/guards/queries/quality-prompt";
import { withQuery } from "../../../_components/paths";
import { Answers } from "./answers";
import { type QualityPageAddress, stateHref } from "./state";

type Props = { actor: UserActor; place: QualityPageAddress; quality: PromptQuality; environment: EnvironmentScope };

/** The answers to read first: the worst of the version the verdict is about, or those the scorer did not pass. */
export async function WorstAnswers({ actor, place, quality, environment }: Props) {
  const { metric, verdict, live } = quality;
  const version = verdict.about ?? live?.version;
  if (!metric || version === undefined) return null;
  const isFailed = place.answers === "rejected";
  const mayRead = can(actor, "interaction:read", environment);
  const asked = { name: place.prompt, environment: place.environment, metric: metric.name, version };
  const order = isFailed ? ("newest" as const) : ("worst" as const);
  const first = mayRead
    ? await listScoredAnswers(actor, { ...asked, order, limit: 5, ...(isFailed && { isFailed }) })
    : null;
  const rows = {
    prompt: place.prompt,
    environment: place.environment,
    version,
    ...(metric.name.startsWith("scorer:") && isFailed && { metric: metric.name, passed: "false" }),
    ...(metric.name === "thumbs" && isFailed && { thumbs: "down" }),
  };
  const links = (["worst", "rejected"] as const).map((answers) => ({
    href: stateHref(place, { answers }),
    current: answers === place.answers,
    label: answers === "worst" ? "Worst" : "Newest rejected",
  }));
  return (
    <section aria-labelledby="answers" className="border-line border-t px-6 pt-4 max-md:px-4">
      <header className="mb-1 flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id="answers" className="text-14">
          {`Answers of v${version}, by “${metric.label}”`}
        </h2>
        {first ? (
          <div className="flex flex-wrap items-center gap-3">
            <TextLink href={withQuery(`/${place.workspace}/requests`, rows)}>In requests</TextLink>
            <SegmentedLinks label="Which answers" items={links} />
          </div>
        ) : null}
      </header>
      {first === null ? (
        <p className="py-2 text-fg-muted">{`Your role, ${actor.role}, sees numbers but not what people wrote. Ask an editor to read the answers.`}</p>
      ) : first.items.length === 0 ? (
        <p className="py-2 text-fg-muted">
          {isFailed ? `No answer of v${version} was rejected.` : `No answer of v${version} has been scored yet.`}
        </p>
      ) : (
        <Answers
          key={`${metric.name} ${version} ${place.answers}`}
          workspace={place.workspace}
          name={place.prompt}
          environment={place.environment}
          metric={metric}
          version={version}
          first={first}
          isFailed={isFailed}
          order={order}
        />
      )}
    </section>
  );
}
