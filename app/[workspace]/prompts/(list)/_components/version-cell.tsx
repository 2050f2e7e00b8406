import { MaskIcon } from "@/components/ui/mask-icon";
import { RelativeTime } from "@/components/ui/relative-time";
import { VersionChip } from "@/components/ui/status";
import type { VersionShare } from "@/lib/experiments/shares";
import type { ListedPrompt } from "@/lib/guards/queries/listed-prompts";
import type { EnvironmentView } from "@/lib/registry/queries/environments";

type Props = { prompt: ListedPrompt; environments: readonly EnvironmentView[]; index: number };

/** The live version of one environment: highlighted in production, grey if equal to that of a later environment. */
export function VersionCell({ prompt, environments, index }: Props) {
  const shown = environments[index];
  const deployed = (environment: EnvironmentView) =>
    prompt.deployments.find((deployment) => deployment.environment === environment.name);
  const here = shown && deployed(shown);
  if (!shown || !here)
    return shown?.stage === "production" ? (
      <span className="whitespace-nowrap text-fg-muted">Not live</span>
    ) : (
      <span className="text-fg-subtle max-md:hidden">
        <span aria-hidden="true">–</span>
        <span className="sr-only">nothing in {shown?.name}</span>
      </span>
    );
  const same = environments.slice(0, index).find((further) => deployed(further)?.version === here.version);
  if (same || prompt.isArchived)
    return (
      <span className="text-fg-muted">
        {`v${here.version}`}
        <span className="sr-only">{same ? `, same as ${same.name}` : ", archived"}</span>
      </span>
    );
  const isLive = shown.stage === "production";
  if (here.shares) return <Shares live={here.version} shares={here.shares} />;
  return (
    <span className="prompt-live">
      <VersionChip
        number={here.version}
        status={isLive ? "production" : here.status}
        share={here.held === undefined ? undefined : 1 - here.held}
      />
      {isLive && prompt.quality?.status === "rolled_back" ? (
        <span className="inline-flex items-center gap-1 text-12 text-negative">
          <MaskIcon name="undo-2" className="size-3.5" />
          rolled back
        </span>
      ) : here.since ? (
        <RelativeTime at={here.since} />
      ) : null}
    </span>
  );
}

/** The versions of a running experiment, each with its share of users. */
function Shares({ live, shares }: { live: number; shares: readonly VersionShare[] }) {
  const [other, ...more] = shares.filter(({ version }) => version !== live);
  const all = shares.map(({ version, share }) => `v${version} ${Math.round(share * 100)}\u00a0%`).join(", ");
  return (
    <span className="prompt-live" title={`An experiment runs: ${all}`}>
      <VersionChip
        number={live}
        status="production"
        share={shares.find(({ version }) => version === live)?.share ?? 0}
      />
      {other ? <VersionChip number={other.version} status="testing" share={other.share} /> : null}
      {more.length > 0 ? <span className="text-12 text-fg-muted">{`+${more.length}`}</span> : null}
      <span className="sr-only">, in an experiment</span>
    </span>
  );
}
