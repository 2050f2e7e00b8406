"use client";

import { type ReactNode, useState, useTransition } from "react";
import { Button } from "./button";
import { Callout } from "./callout";
import { Dialog, DialogClose, type DialogProps } from "./dialog";
import { withProof } from "./proof";

export type ConfirmDialogProps = Pick<DialogProps, "title" | "description"> & {
  /** The words on the button: "Revoke key", and while it is done: "Revoking". */
  act: string;
  acting: string;
  /** The way back. */
  cancel?: string;
  run: () => Promise<{ ok: true } | { ok: false; error: { code: string; message: string } }>;
  onDone: () => void;
  onClose: () => void;
  children?: ReactNode;
};

/** Asks before something that ends or removes: what it means, what went wrong, the way back and the act. */
export function ConfirmDialog({
  act,
  acting,
  cancel = "Cancel",
  run,
  onDone,
  onClose,
  children,
  ...dialog
}: ConfirmDialogProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isRunning, startRunning] = useTransition();
  const submit = () => {
    if (isRunning) return;
    setFailure(null);
    startRunning(async () => {
      const result = await withProof(run);
      if (result.ok) onDone();
      else setFailure(result.error.message);
    });
  };
  return (
    <Dialog
      {...dialog}
      open
      onOpenChange={(open) => open || onClose()}
      held={isRunning}
      onSubmit={submit}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">{cancel}</Button>
          </DialogClose>
          <Button variant="danger" type="submit" busy={isRunning && acting}>
            {act}
          </Button>
        </>
      }
    >
      {failure ? (
        <Callout tone="negative" live className="mb-4">
          {failure}
        </Callout>
      ) : null}
      {children}
    </Dialog>
  );
}
