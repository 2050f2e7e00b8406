import type { ReactNode } from "react";
import { Button } from "./button";
import { Callout } from "./callout";
import { Dialog, DialogClose, type DialogProps } from "./dialog";

export type FormDialogProps = Pick<DialogProps, "title" | "description" | "note" | "onSubmit" | "children"> & {
  onClose: () => void;
  /** The word on the button that does it. */
  act: string;
  /** The word on it while it is done: "Making". Then the dialog stays open. */
  busy: string | false;
  /** Why it could not be done. */
  failure: ReactNode;
};

/** A dialog, open while it is rendered, that makes one thing: fields, what went wrong, Cancel and the act. */
export function FormDialog({ onClose, act, busy, failure, children, ...dialog }: FormDialogProps) {
  return (
    <Dialog
      {...dialog}
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      held={busy !== false}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" busy={busy}>
            {act}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {failure ? (
          <Callout tone="negative" live>
            {failure}
          </Callout>
        ) : null}
        {children}
      </div>
    </Dialog>
  );
}
