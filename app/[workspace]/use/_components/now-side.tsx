import { RelativeTime } from "@/components/ui/relative-time";
import { StageDrawing } from "@/components/ui/stage-drawing";
import { VersionChip } from "@/components/ui/status";
import type { Stage } from "@/lib/registry/lifecycle";
import type { DeploymentView } from "@/lib/registry/queries/prompts";

export type NowSideProps = { name: string | null; environment: string; stage: Stage; live: DeploymentView | null };

/** Shows what an application gets if it resolves now. */
export function NowSide({ name, environment, stage, live }: NowSideProps) {
  return (
    <aside
      aria-labelledby="now"
      className="border-line border-l bg-surface-sunken px-8 py-7 max-lg:px-4 max-lg:py-6 max-md:border-t max-md:border-l-0"
    >
      <StageDrawing scene={live ? "live" : "empty"} className="mx-auto w-full max-w-80 max-md:max-w-55" />
      <h2 id="now" className="mt-2 text-16">
        {live ? "What your app gets now" : "Nothing is live here yet"}
      </h2>
      {live ? (
        <dl className="mt-2 grid grid-cols-[96px_minmax(0,1fr)] gap-y-1.5">
          <dt className="text-fg-muted">Prompt</dt>
          <dd className="break-words font-medium">{name}</dd>
          <dt className="text-fg-muted">Environment</dt>
          <dd>{environment}</dd>
          <dt className="text-fg-muted">Version</dt>
          <dd>
            <VersionChip number={live.version} status={stage === "production" ? "production" : live.status} />
          </dd>
          <dt className="text-fg-muted">Since</dt>
          <dd>
            <RelativeTime at={live.since} />
          </dd>
        </dl>
      ) : (
        <p className="text-fg-muted">
          {name ? `As soon as a version of ${name} is promoted to ${environment}, apps get it.` : null}
          {name ? null : "As soon as there is a prompt, apps get its live version."}
        </p>
      )}
    </aside>
  );
}
