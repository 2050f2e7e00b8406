"use client";

import { RequestWords, requestWords } from "@/app/[workspace]/_components/request-fields";
import { FormDialog } from "@/components/ui/form-dialog";
import { useForm } from "@/components/ui/use-form";
import { editRequest } from "../../actions";
import { useChange } from "./change-context";

/** A dialog that changes the title and the description of a change request. */
export function EditDialog({ onClose }: { onClose: () => void }) {
  const { workspace, request } = useChange();
  const form = useForm({
    schema: requestWords,
    values: { title: request.title, description: request.description },
    run: (sent) => editRequest({ workspace, number: request.number, ...sent }),
    onDone: onClose,
    refresh: "done",
  });
  return (
    <FormDialog form={form} onClose={onClose} title="Edit title and description" act="Save" acting="Saving">
      <RequestWords form={form} />
    </FormDialog>
  );
}
