"use client";

import { type ReactNode, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { ActionResult } from "@/lib/api/action";
import type { ErrorCode } from "@/lib/core/errors";
import { isGateFailure } from "./gate-codes";

type Sent = { reason: string; override?: true };

export type ActDialogProps<Data> = {
  title: string;
  description: ReactNode;
  act: string;
  acting: string;
  /** `live`: it changes what users get. */
  variant: "live" | "primary" | "default";
  /** Whether this person may go past what the gate refuses, with a reason. */
  canOverride?: boolean;
  run: (input: Sent) => Promise<ActionResult<Data>>;
  onDone: (data: Data) => void;
  onClose: () => void;
  children?: ReactNode;
};

/** Asks before something that changes what users get: who is touched, why, and what stood in the way. */
export function ActDialog<Data>(props: ActDialogProps<Data>) {
  const { title, description, act, acting, variant, canOverride, run, onDone, onClose, children } = props;
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<{ code: ErrorCode; message: string } | null>(null);
  const [isOverriding, setOverriding] = useState(false);
  const [isRunning, startRunning] = useTransition();
  const isGate = isGateFailure(failure);
  const submit = () => {
    if (isRunning) return;
    startRunning(async () => {
      const result = await run({ reason: reason.trim(), ...(isOverriding && { override: true }) });
      if (result.ok) onDone(result.data);
      else setFailure(result.error);
    });
  };
  return (
    <Dialog
      open
      title={title}
      description={description}
      onOpenChange={(open) => open || onClose()}
      held={isRunning}
      onSubmit={submit}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Cancel</Button>
          </DialogClose>
          <Button type="submit" variant={variant} busy={isRunning && acting}>
            {act}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {failure ? (
          <Callout tone="negative" live>
            {failure.message}
          </Callout>
        ) : null}
        {children}
        <Field label="Reason" note={isOverriding ? undefined : "stays on record"}>
          <Textarea value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {isGate && canOverride ? (
          <Checkbox
            label="Go past the gate"
            help="With the reason above. Both stay on record."
            checked={isOverriding}
            onChange={(event) => setOverriding(event.target.checked)}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
