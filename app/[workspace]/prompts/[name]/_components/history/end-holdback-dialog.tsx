"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { ClockTime } from "@/components/ui/clock-time";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { holdbackShares } from "@/lib/registry/holdback";
import type { LaneData, LaneLive } from "@/lib/registry/lanes";
import type { LiveHoldback } from "@/lib/registry/queries/holdbacks";
import { endHoldback } from "../../actions/release";

type Props = {
  name: string;
  lane: LaneData;
  live: LaneLive;
  control: LiveHoldback;
  onEnded: (environment: string, revision: number) => void;
  onClose: () => void;
};

/** A dialog that ends a holdback early, so that all users get the released version. */
export function EndHoldbackDialog({ name, lane, live, control, onEnded, onClose }: Props) {
  const workspace = useWorkspace();
  const [reason, setReason] = useState("");
  const { kept } = holdbackShares(control);

  return (
    <ActionDialog
      onClose={onClose}
      title={`Give everyone v${live.version}`}
      description={
        <>
          {`${kept} of users in ${lane.name} keep v${control.version} for comparison until `}
          <ClockTime at={control.until} />
          {`. They get v${live.version} with their next call.`}
        </>
      }
      note={`The guard then compares v${live.version} with the earlier scores of v${control.version}.`}
      act={`Give everyone v${live.version}`}
      acting="Ending"
      variant={lane.stage === "production" ? "live" : "primary"}
      run={() => {
        const place = { workspace, name, environment: lane.name, expectedRevision: live.revision };
        return endHoldback({ ...place, reason: reason.trim() });
      }}
      done={{ title: `Everyone gets v${live.version} in ${lane.name}.` }}
      refresh="always" // even after a refusal, the page may be out of date
      onDone={() => {
        onClose();
        onEnded(lane.name, live.revision);
      }}
    >
      <Field label="Reason" help="Stored with the record, if you enter one.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} />
      </Field>
    </ActionDialog>
  );
}
