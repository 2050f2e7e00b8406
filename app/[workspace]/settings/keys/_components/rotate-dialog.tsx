"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { NewApiKey } from "@/lib/auth/commands/api-key-record";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";
import { rotateKey } from "../actions";

export type RotateDialogProps = {
  workspace: string;
  apiKey: ApiKeyView;
  onClose: () => void;
  onMade: (key: NewApiKey) => void;
};

const overlaps = [
  { value: "0", label: "Ends at once" },
  { value: "1", label: "Works for 1 hour" },
  { value: "24", label: "Works for 24 hours" },
  { value: "168", label: "Works for 7 days" },
  { value: "720", label: "Works for 30 days" },
];

export function RotateDialog({ workspace, apiKey, onClose, onMade }: RotateDialogProps) {
  const [hours, setHours] = useState("24");

  return (
    <ActionDialog
      onClose={onClose}
      title={`Rotate “${apiKey.name}”`}
      description="You get a second key with the same rights. The old key works for a while, so no app is interrupted."
      act="Rotate key"
      acting="Rotating"
      run={() => rotateKey({ workspace, id: apiKey.id, overlapHours: Number(hours) })}
      onDone={onMade}
      refresh="done"
    >
      <Field
        label="The old key"
        help={
          hours === "0"
            ? "Apps that still send it are refused within 5 seconds."
            : "Then apps that still send it are refused."
        }
      >
        <Select options={overlaps} value={hours} onChange={(event) => setHours(event.target.value)} />
      </Field>
    </ActionDialog>
  );
}
