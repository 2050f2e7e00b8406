"use client";

import * as z from "zod/mini";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import type { ActionOutcome } from "@/components/ui/use-action";
import { useForm } from "@/components/ui/use-form";
import { needed } from "@/lib/editing/form-schema";
import type { SampleSetView } from "@/lib/evaluation/samples/queries";

type Props = {
  isNew: boolean;
  name: string;
  onClose: () => void;
  run: (name: string) => Promise<ActionOutcome<SampleSetView>>;
  onDone: (set: SampleSetView) => void;
};

const schema = z.object({ name: needed("Enter a name that describes these values.") });

/** A dialog that names a sample set. */
export function SampleNameDialog({ isNew, name, onClose, run, onDone }: Props) {
  const form = useForm({ schema, values: { name }, run: (sent) => run(sent.name), onDone });
  return (
    <FormDialog
      form={form}
      title={isNew ? "Save as a sample set" : "Rename the sample set"}
      {...(isNew && { description: "Everyone who opens this prompt can use these values." })}
      onClose={onClose}
      act={isNew ? "Save set" : "Rename"}
      acting="Saving"
    >
      <FormField form={form} name="name" label="Name" help="The situation: Late parcel, First order, Angry customer.">
        {(field) => <Input {...field} autoFocus maxLength={80} autoComplete="off" />}
      </FormField>
    </FormDialog>
  );
}
