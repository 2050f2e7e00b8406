"use client";

import { useRouter } from "next/navigation";
import * as z from "zod/mini";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { needed } from "@/components/ui/form-schema";
import { Input, Textarea } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import { editRequest } from "../../actions";
import { useChange } from "./change-context";

const schema = z.object({ title: needed("Describe the change in a few words."), description: z.string() });

/** Changes the title and the description of a request. */
export function EditDialog({ onClose }: { onClose: () => void }) {
  const { workspace, request } = useChange();
  const router = useRouter();
  const form = useForm({
    schema,
    values: { title: request.title, description: request.description },
    run: (sent) => editRequest({ workspace, number: request.number, ...sent }),
    onDone: () => {
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog form={form} onClose={onClose} title="Edit the words" act="Save" acting="Saving">
      <FormField form={form} name="title" label="Title">
        {(field) => <Input {...field} maxLength={200} />}
      </FormField>
      <FormField
        form={form}
        name="description"
        label="Description"
        help="Why it should go live, and what reviewers should look at."
      >
        {(field) => <Textarea {...field} maxLength={10_000} rows={5} />}
      </FormField>
    </FormDialog>
  );
}
