import { MaskIcon } from "@/components/ui/mask-icon";
import { RelativeTime } from "@/components/ui/relative-time";
import { VersionChip } from "@/components/ui/status";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import type { ListedPrompt } from "./with-figures";

type Props = { prompt: ListedPrompt; lanes: readonly EnvironmentView[]; index: number };

/** The version of one environment: what is live in production glows, what equals a lane further on is grey. */
export function VersionCell({ prompt, lanes, index }: Props) {
  const lane = lanes[index];
  const deployed = (environment: EnvironmentView) =>
    prompt.deployments.find((deployment) => deployment.environment === environment.name);
  const here = lane && deployed(lane);
  if (!lane || !here)
    return lane?.stage === "production" ? (
      <span className="whitespace-nowrap text-fg-muted">Not live</span>
    ) : (
      <span className="text-fg-subtle max-md:hidden">
        <span aria-hidden="true">–</span>
        <span className="sr-only">nothing in {lane?.name}</span>
      </span>
    );
  const same = lanes.slice(0, index).find((further) => deployed(further)?.version === here.version);
  if (same || prompt.isArchived)
    return (
      <span className="text-fg-muted">
        {`v${here.version}`}
        <span className="sr-only">{same ? `, same as ${same.name}` : ", archived"}</span>
      </span>
    );
  const isLive = lane.stage === "production";
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
        <RelativeTime at={here.since} focusable={false} />
      ) : null}
    </span>
  );
}
