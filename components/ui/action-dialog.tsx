"use client";

import { FormDialog, type FormDialogProps } from "./form-dialog";
import { type ActionFailure, type ActionOutcome, useAction } from "./use-action";

export type ActionDialogProps<Data> = Omit<FormDialogProps, "form"> & {
  /** Checks the fields: false, or a sentence about what is wrong, keeps the act from starting. */
  check?: () => boolean | string;
  run: () => Promise<ActionOutcome<Data>>;
  onDone: (data: Data) => unknown;
  /** Puts a refusal beside its field; true when it did. Otherwise it stands above the fields. */
  onRefused?: (failure: ActionFailure) => boolean;
};

/** A dialog that asks before one act. One with fields to check is a `FormDialog` with `useForm`. */
export function ActionDialog<Data>({ check, run, onDone, onRefused, ...dialog }: ActionDialogProps<Data>) {
  const action = useAction({ run, onDone, ...(onRefused && { onRefused }) });
  const submit = () => {
    const checked = check?.() ?? true;
    if (typeof checked === "string") action.setFailure({ code: "invalid_request", message: checked });
    else if (checked) action.start();
  };
  return <FormDialog {...dialog} form={{ submit, isBusy: action.isBusy, failure: action.failure }} />;
}
