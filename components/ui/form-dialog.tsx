import type { FormEvent, ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { Callout } from "./callout";
import { Dialog, DialogClose, type DialogProps } from "./dialog";
import type { ActionFailure } from "./use-action";

export type FormDialogProps = Pick<DialogProps, "title" | "description" | "note" | "width"> & {
  /** What `useForm` gives, or anything that is sent the same way. */
  form: { submit: (event: FormEvent<HTMLFormElement>) => void; isBusy: boolean; failure: ActionFailure | null };
  /** The words on the button, and while it is done: "Revoke key", "Revoking". */
  act: string;
  acting: string;
  /** `danger`: it ends or removes something. `live`: it changes what users get. */
  variant?: ButtonProps["variant"] | undefined;
  /** Why it cannot be done now. */
  off?: ButtonProps["off"];
  /** The way back. */
  cancel?: string | undefined;
  onClose: () => void;
  /** The fields; given what was refused, when they change with it. */
  children?: ReactNode | ((failure: ActionFailure | null) => ReactNode);
};

/**
 * A dialog, open while it is rendered, that does one thing: fields, what went wrong, the way back and the act. While the act
 * runs it stays open.
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
          <DialogClose asChild>
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
          {form.failure ? (
            <Callout tone="negative" live>
              {form.failure.message}
            </Callout>
          ) : null}
          {fields}
        </div>
      ) : null}
    </Dialog>
  );
}
