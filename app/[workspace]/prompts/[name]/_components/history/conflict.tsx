import { Callout } from "@/components/ui/callout";
import type { MoveDetails } from "@/lib/guards/queries/move-details";
import type { LaneData } from "@/lib/registry/lanes";

type Props = {
  failure: { code: string; message: string } | null;
  /** The live version, read again after the conflict. */
  details: MoveDetails | null;
  lane: LaneData;
};

/**
 * Explains why nothing was changed. After a concurrent change, it names its author and the version that is live now.
 */
export function Conflict({ failure, details, lane }: Props) {
  if (!failure) return null;
  const last = details?.lastRelease;
  if (failure.code !== "revision_conflict" || !last)
    return (
      <Callout tone="negative" live className="mb-3.5">
        {failure.code === "unreachable" ? failure.message : `Nothing was changed. ${failure.message}`}
      </Callout>
    );
  return (
    <Callout tone="warning" live className="mb-3.5">
      <b>{last.actor.name}</b> was faster: {lane.name} now has v{last.toVersion}
      {last.fromVersion === null ? "" : ` instead of v${last.fromVersion}`}. You changed nothing. Below you see what
      would change now.
    </Callout>
  );
}
