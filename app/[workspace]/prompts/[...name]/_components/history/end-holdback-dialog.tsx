"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ClockTime } from "@/components/ui/clock-time";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { LiveHoldback } from "@/lib/registry/queries/holdbacks";
import { holdbackShares } from "../../../../_components/holdback-words";
import { endHoldback } from "../../actions/release";
import type { LaneData, LaneLive } from "./lane-data";

type Props = {
  workspace: string;
  name: string;
  lane: LaneData;
  live: LaneLive;
  control: LiveHoldback;
  onEnded: (environment: string, revision: number) => void;
  onClose: () => void;
};

/** Gives everybody the released version before the time set for comparing is over. */
export function EndHoldbackDialog({ workspace, name, lane, live, control, onEnded, onClose }: Props) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { kept } = holdbackShares(control);

  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    const place = { workspace, name, environment: lane.name, expectedRevision: live.revision };
    const result = await endHoldback({ ...place, reason: reason.trim() });
    setBusy(false);
    router.refresh();
    if (!result.ok) return setFailure(result.error.message);
    onClose();
    onEnded(lane.name, live.revision);
    toast({ title: `Everybody gets v${live.version} in ${lane.name}.` });
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      held={isBusy}
      onSubmit={submit}
      title={`Give everybody v${live.version}`}
      description={
        <>
          {`${kept} of people in ${lane.name} keep v${control.version} to compare with, until `}
          <ClockTime at={control.until} />
          {`. They get v${live.version} with their next call.`}
        </>
      }
      note={`The guard then compares v${live.version} with what v${control.version} did before.`}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet" off={isBusy}>
              Cancel
            </Button>
          </DialogClose>
          <Button
            type="submit"
            variant={lane.stage === "production" ? "live" : "primary"}
            busy={isBusy && "Ending"}
          >{`Give everybody v${live.version}`}</Button>
        </>
      }
    >
      {failure ? (
        <Callout tone="negative" live className="mb-4">
          {failure}
        </Callout>
      ) : null}
      <Field label="Reason" help="Kept with the record of it, if you give one.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} />
      </Field>
    </Dialog>
  );
}
