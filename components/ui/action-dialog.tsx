"use client";

import { FormDialog, type FormDialogProps } from "./form-dialog";
import { type ActionFailure, type ActionOutcome, type AfterAction, useAction } from "./use-action";

export type ActionDialogProps<Data> = Omit<FormDialogProps, "form"> &
  AfterAction<[], Data> & {
    /** Validates the fields. false, or a sentence about the fault, prevents the action. */
    check?: () => boolean | string;
    run: () => Promise<ActionOutcome<Data>>;
    /** Called on success, instead of closing the dialog and refreshing the page. */
    onDone?: (data: Data) => unknown;
    /** Shows a refusal at its field and returns true. Otherwise it is shown above the fields. */
    onRefused?: (failure: ActionFailure) => boolean;
  };

/** A confirmation dialog for one action. For fields with validation use `FormDialog` with `useForm`. */
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
