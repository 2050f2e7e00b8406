"use client";

import { type ReactNode, useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { ActionResult } from "@/lib/api/action";
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
  const [isOverriding, setOverriding] = useState(false);
  return (
    <ActionDialog
      title={title}
      description={description}
      act={act}
      acting={acting}
      variant={variant}
      run={() => run({ reason: reason.trim(), ...(isOverriding && { override: true }) })}
      onDone={onDone}
      onClose={onClose}
    >
      {(failure) => (
        <>
          {children}
          <Field label="Reason" note={isOverriding ? undefined : "recorded"}>
            <Textarea value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
          </Field>
          {isGateFailure(failure) && canOverride ? (
            <Checkbox
              label="Override the gate"
              help="With the reason above. Both are recorded."
              checked={isOverriding}
              onChange={(event) => setOverriding(event.target.checked)}
            />
          ) : null}
        </>
      )}
    </ActionDialog>
  );
}
