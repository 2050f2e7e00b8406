"use client";

import { useState, useTransition } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { useCheckedValue } from "@/components/ui/use-checked-value";

type Props = {
  isNew: boolean;
  name: string;
  onClose: () => void;
  /** Gives what went wrong, or null. */
  onName: (name: string) => Promise<string | null>;
};

/** A name for a sample set. */
export function SampleNameDialog({ isNew, name: before, onClose, onName }: Props) {
  const name = useCheckedValue(before, (value) => (value.trim() ? null : "Enter a name that describes these values."));
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, start] = useTransition();
  const submit = () => {
    if (isBusy || !name.isFine()) return;
    start(async () => setFailure(await onName(name.value.trim())));
  };
  return (
    <FormDialog
      title={isNew ? "Save as a sample set" : "Rename the sample set"}
      {...(isNew && { description: "Everyone who opens this prompt can use these values." })}
      onClose={onClose}
      onSubmit={submit}
      act={isNew ? "Save set" : "Rename"}
      busy={isBusy && "Saving"}
      failure={failure}
    >
      <Field label="Name" help="The situation: Late parcel, First order, Angry customer." error={name.error}>
        <Input {...name.props} autoFocus maxLength={80} autoComplete="off" />
      </Field>
    </FormDialog>
  );
}
