import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Dialog, DialogClose, type DialogProps } from "./dialog";
import { Field, type FieldProps } from "./field";
import { Input } from "./input";

export type ShownOnceDialogProps = Pick<DialogProps, "title" | "description" | "note"> &
  Pick<FieldProps, "label" | "help"> & {
    value: string;
    /** The label of the copy button: "Copy key". */
    copy: string;
    onClose: () => void;
    children?: ReactNode;
  };

/** Shows a key, a secret or a link for the only time, so a click outside of the dialog does not close it. */
export function ShownOnceDialog({ label, help, value, copy, onClose, children, ...words }: ShownOnceDialogProps) {
  return (
    <Dialog
      {...words}
      open
      onOpenChange={(open) => open || onClose()}
      held
      actions={
        <DialogClose>
          <Button variant="quiet">I have saved it</Button>
        </DialogClose>
      }
    >
      <div className="grid gap-4">
        <Field label={label} help={help}>
          <Input readOnly mono autoFocus value={value} onFocus={(event) => event.target.select()} className="text-12" />
        </Field>
        <p>
          <CopyButton text={value} variant="primary" size="md">
            {copy}
          </CopyButton>
        </p>
        {children}
      </div>
    </Dialog>
  );
}
