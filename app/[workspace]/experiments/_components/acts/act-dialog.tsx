"use client";

import { type ReactNode, useState } from "react";
import { ActionDialog, type ActionDialogProps } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import type { ActionResult } from "@/lib/api/action";
import { isGateFailure } from "@/lib/registry/gate/gate-failure";

type ActInput = { reason: string; override?: true };

export type ActDialogProps<Data> = Omit<ActionDialogProps<Data>, "check" | "run" | "children"> & {
  /** Whether this person can override the gate, with a reason. */
  canOverride?: boolean;
  run: (input: ActInput) => Promise<ActionResult<Data>>;
  children?: ReactNode;
};

/** Asks for confirmation before a change of what users get: who is affected, the reason, and a refusal of the gate. */
export function ActDialog<Data>({ canOverride, run, children, ...dialog }: ActDialogProps<Data>) {
  const [reason, setReason] = useState("");
  const [isOverriding, setOverriding] = useState(false);
  return (
    <ActionDialog {...dialog} run={() => run({ reason: reason.trim(), ...(isOverriding && { override: true }) })}>
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
