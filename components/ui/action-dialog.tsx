"use client";

import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { Callout } from "./callout";
import { Dialog, DialogClose, type DialogProps } from "./dialog";
import { type ActionFailure, type ActionOutcome, useAction } from "./use-action";

export type ActionDialogProps<Data> = Pick<DialogProps, "title" | "description" | "note" | "width"> & {
  /** The words on the button, and while it is done: "Revoke key", "Revoking". */
  act: string;
  acting: string;
  /** `danger`: it ends or removes something. `live`: it changes what users get. */
  variant?: ButtonProps["variant"];
  /** The way back. */
  cancel?: string;
  /** Checks the fields: false, or a sentence about what is wrong, keeps the act from starting. */
  check?: () => boolean | string;
  run: () => Promise<ActionOutcome<Data>>;
  onDone: (data: Data) => unknown;
  /** Puts a refusal beside its field; true when it did. Otherwise it stands above the fields. */
  onRefused?: (failure: ActionFailure) => boolean;
  onClose: () => void;
  /** The fields; given what was refused, when they change with it. */
  children?: ReactNode | ((failure: ActionFailure | null) => ReactNode);
};

/**
 * A dialog, open while it is rendered, that does one thing: fields, what went wrong, the way back and the act. While the act
 * runs it stays open.
 */
export function ActionDialog<Data>(props: ActionDialogProps<Data>) {
  const { act, acting, variant = "primary", cancel = "Cancel", check, run, onDone, onRefused, onClose } = props;
  const { children, ...rest } = props;
  const action = useAction({ run, onDone, ...(onRefused && { onRefused }) });
  const fields = typeof children === "function" ? children(action.failure) : children;
  return (
    <Dialog
      title={rest.title}
      description={rest.description}
      note={rest.note}
      {...(rest.width && { width: rest.width })}
      open
      onOpenChange={(open) => open || onClose()}
      held={action.isBusy}
      onSubmit={() => {
        const checked = check?.() ?? true;
        if (typeof checked === "string") action.setFailure({ code: "invalid_request", message: checked });
        else if (checked) action.start();
      }}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">{cancel}</Button>
          </DialogClose>
          <Button variant={variant} type="submit" busy={action.isBusy && acting}>
            {act}
          </Button>
        </>
      }
    >
      {action.failure || fields ? (
        <div className="grid gap-4">
          {action.failure ? (
            <Callout tone="negative" live>
              {action.failure.message}
            </Callout>
          ) : null}
          {fields}
        </div>
      ) : null}
    </Dialog>
  );
}
