import type { FormEvent, ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { FailureCallout } from "./callout";
import { Dialog, DialogClose, type DialogProps } from "./dialog";
import type { ActionFailure } from "./use-action";

export type FormDialogProps = Pick<DialogProps, "title" | "description" | "note" | "width"> & {
  /** The result of `useForm`, or another object with the same fields. */
  form: { submit: (event: FormEvent<HTMLFormElement>) => void; isBusy: boolean; failure: ActionFailure | null };
  /** The label of the button, and its label while running: "Revoke key", "Revoking". */
  act: string;
  acting: string;
  /** `danger`: it ends or removes something. `live`: it changes what users get. */
  variant?: ButtonProps["variant"] | undefined;
  /** Why the action is disabled. */
  off?: ButtonProps["off"];
  /** The label of the cancel button. */
  cancel?: string | undefined;
  onClose: () => void;
  /** The fields, or a function of the failure if they depend on it. */
  children?: ReactNode | ((failure: ActionFailure | null) => ReactNode);
};

/**
 * A dialog for one action, open while rendered: fields, failure, cancel and action. Stays open while the action runs.
 */
export function FormDialog(props: FormDialogProps) {
  const { form, act, acting, variant = "primary", off, cancel = "Cancel", onClose, children, width, ...words } = props;
  const fields = typeof children === "function" ? children(form.failure) : children;
  return (
    <Dialog
      {...words}
      {...(width && { width })}
      open
      onOpenChange={(open) => open || onClose()}
      held={form.isBusy}
      onSubmit={form.submit}
      actions={
        <>
          <DialogClose>
            <Button variant="quiet" off={form.isBusy}>
              {cancel}
            </Button>
          </DialogClose>
          <Button variant={variant} type="submit" off={off} busy={form.isBusy && acting}>
            {act}
          </Button>
        </>
      }
    >
      {form.failure || fields ? (
        <div className="grid gap-4">
          <FailureCallout message={form.failure?.message} />
          {fields}
        </div>
      ) : null}
    </Dialog>
  );
}
