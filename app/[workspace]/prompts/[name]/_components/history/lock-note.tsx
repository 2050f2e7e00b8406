import { EvidenceView } from "@/app/[workspace]/_components/guard/evidence-view";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { ClockTime } from "@/components/ui/clock-time";
import type { VersionLock } from "@/lib/guards/queries/lock";

type Props = {
  workspace: string;
  name: string;
  version: number;
  environment: string;
  lock: VersionLock;
  isAgreed: boolean;
  onAgree: (isAgreed: boolean) => void;
};

/** Explains why a version was rolled back automatically, before a person promotes it again. */
export function LockNote({ workspace, name, version, environment, lock, isAgreed, onAgree }: Props) {
  return (
    <div className="mb-3.5 grid gap-3">
      <Callout tone="warning">
        <b>v{version} was rolled back automatically</b> (<ClockTime at={lock.at} />
        ), and v{lock.toVersion} is live again. Only a person can promote it again.
      </Callout>
      {lock.evidence ? (
        <EvidenceView workspace={workspace} environment={environment} prompt={name} evidence={lock.evidence} />
      ) : lock.reason ? (
        <p>{lock.reason}</p>
      ) : null}
      <Checkbox
        label={`Promote v${version} anyway`}
        checked={isAgreed}
        onChange={(event) => onAgree(event.target.checked)}
      />
    </div>
  );
}
