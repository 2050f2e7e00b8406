import { withQuery } from "@/app/[workspace]/_components/paths";
import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { ExperimentView } from "@/lib/experiments/views";

type Props = { view: ExperimentView; decision: NonNullable<ExperimentView["decision"]>; workspace: string };

/** The decision of an experiment, shown instead of its actions. */
export function Decision({ view, decision, workspace }: Props) {
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
