"use client";

import { FormDialog, type FormDialogProps } from "./form-dialog";
import { type ActionFailure, type ActionOutcome, type AfterAction, useAction } from "./use-action";

export type ActionDialogProps<Data> = Omit<FormDialogProps, "form"> &
  AfterAction<[], Data> & {
    /** Checks the fields: false, or a sentence about what is wrong, keeps the act from starting. */
    check?: () => boolean | string;
    run: () => Promise<ActionOutcome<Data>>;
    /** Comes once it is done, where the dialog does not just close over a page that is read again. */
    onDone?: (data: Data) => unknown;
    /** Puts a refusal beside its field; true when it did. Otherwise it stands above the fields. */
    onRefused?: (failure: ActionFailure) => boolean;
  };

/** A dialog that asks before one act. One with fields to check is a `FormDialog` with `useForm`. */
export function ActionDialog<Data>({
  check,
  run,
  done,
  refresh,
  onDone,
  onRefused,
  ...dialog
}: ActionDialogProps<Data>) {
  const { onClose } = dialog;
  const action = useAction({ run, done, onRefused, onDone: onDone ?? onClose, refresh: onDone ? refresh : "done" });
  const submit = () => {
    const checked = check?.() ?? true;
    if (typeof checked === "string") action.setFailure({ code: "invalid_request", message: checked });
    else if (checked) action.start();
  };
  return <FormDialog {...dialog} form={{ submit, isBusy: action.isBusy, failure: action.failure }} />;
}
