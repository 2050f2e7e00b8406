"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { editRequest } from "../../actions";
import { useChange } from "./change-context";

/** Changes the title and the description of a request. */
export function EditDialog({ onClose }: { onClose: () => void }) {
  const { workspace, request } = useChange();
  const title = useCheckedValue(request.title, (value) =>
    value.trim() ? null : "Describe the change in a few words.",
  );
  const [description, setDescription] = useState(request.description);
  const router = useRouter();
  return (
    <ActionDialog
      onClose={onClose}
      title="Edit the words"
      act="Save"
      acting="Saving"
      check={title.isFine}
      run={() => editRequest({ workspace, number: request.number, title: title.value, description })}
      onDone={() => {
        router.refresh();
        onClose();
      }}
    >
      <Field label="Title" error={title.error}>
        <Input {...title.props} maxLength={200} />
      </Field>
      <Field label="Description" help="Why it should go live, and what reviewers should look at.">
        <Textarea
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          maxLength={10_000}
          rows={5}
        />
      </Field>
    </ActionDialog>
  );
}
