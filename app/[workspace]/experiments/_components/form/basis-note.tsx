import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import type { PlanBasis } from "@/lib/experiments/queries/plan-basis";

type Props = { workspace: string; basis: PlanBasis | null; isPhase: boolean; environment: string };

/** What stands in the way of a start there, before somebody plans for an hour. */
export function BasisNote({ workspace, basis, isPhase, environment }: Props) {
  if (!basis) return null;
  if (basis.running && !isPhase)
    return (
      <Callout tone="warning">
        <TextLink href={`/${workspace}/experiments/${basis.running.id}`}>{basis.running.name}</TextLink> runs here. You
        can plan this experiment now and start it when the other one has ended.
      </Callout>
    );
  if (basis.liveVersion === null)
    return <Callout tone="warning">{`Nothing is live in ${environment}. Promote a version before the start.`}</Callout>;
  if (basis.versions.length < 2)
    return <Callout>This prompt has one version. Save another one to compare it with.</Callout>;
  return null;
}
