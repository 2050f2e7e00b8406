"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Callout } from "@/components/ui/callout";
import { Radio } from "@/components/ui/choice";
import { DialogRow } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { useRead } from "@/components/ui/use-read";
import type { FormerVersion } from "@/lib/registry/queries/move-plan";
import { planRollBack } from "../../actions/release";
import { Conflict } from "./conflict";
import { MoveRows, MoveRowsLoading } from "./move-rows";
import { ReasonRow } from "./reason-row";
import { type MoveDialogProps, useMoveAction } from "./use-move-action";
import type { Move } from "./use-moves";

type TargetsProps = { former: readonly FormerVersion[]; chosen: number; onChoose: (version: number) => void };

function Targets({ former, chosen, onChoose }: TargetsProps) {
  return (
    <fieldset className="grid max-h-60 gap-2 overflow-y-auto">
      <legend className="sr-only">The version to go back to</legend>
      {former.map(({ version, message, until }) => (
        <Radio
          key={version}
          name="target"
          checked={version === chosen}
          onChange={() => onChoose(version)}
          label={<b>{`v${version}`}</b>}
          help={
            <>
              {message || "No message"}, <RelativeTime at={until} prefix="last live" ago />
            </>
          }
        />
      ))}
    </fieldset>
  );
}

/** A dialog that rolls back to a former version. It shows what changes and who is affected. */
export function RollBackDialog(props: MoveDialogProps) {
  const workspace = useWorkspace();
  const { name, lane, onClose } = props;
  const [selected, setSelected] = useState<number | undefined>(undefined);
  const [reason, setReason] = useState("");
  const place = { workspace, name, environment: lane.name, version: selected };
  const { data, failure: unread, reload } = useRead(planRollBack, place, { isKept: true });
  const { start, isBusy, failure } = useMoveAction(props, reload);
  const plan = data?.move ?? null;
  const target = selected ?? plan?.toVersion;
  const isReading = !plan || plan.toVersion !== target;

  const submit = () => {
    if (!plan || isReading || isBusy) return;
    const act: Move = { kind: "rollback", environment: lane.name, version: plan.toVersion, reason: reason.trim() };
    start(act, plan.revision, plan.toMessage);
  };

  return (
    <FormDialog
      form={{ submit, isBusy, failure: null }}
      onClose={onClose}
      width="wide"
      title={`Roll back ${lane.name}`}
      description={
        <>
          <b className="text-fg">{name}</b>{" "}
          {plan
            ? `answers with v${plan.toVersion} instead of v${plan.fromVersion} at once.`
            : "answers with an earlier version at once."}
        </>
      }
      note={plan ? `You can undo this. v${plan.fromVersion} stays one click away.` : null}
      act={target === undefined ? "Roll back" : `Roll back to v${target}`}
      acting="Rolling back"
      variant={lane.stage === "production" ? "live" : "primary"}
      off={data && !plan ? "No other version was ever live here." : isReading && "The changes are still loading."}
    >
      <div>
        <Conflict failure={failure} details={plan} lane={lane} />
        {unread ? <Callout tone="negative">{unread.message}</Callout> : null}
        {data && target !== undefined ? (
          <DialogRow name="Back to">
            <Targets former={data.former} chosen={target} onChoose={setSelected} />
          </DialogRow>
        ) : null}
        {plan ? <MoveRows name={name} lane={lane} details={plan} /> : unread ? null : <MoveRowsLoading />}
        <ReasonRow value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
    </FormDialog>
  );
}
