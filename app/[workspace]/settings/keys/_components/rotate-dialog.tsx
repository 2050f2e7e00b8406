"use client";

import { useState, useTransition } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { withProof } from "@/components/ui/proof";
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
  { value: "1", label: "Goes on for 1 hour" },
  { value: "24", label: "Goes on for 24 hours" },
  { value: "168", label: "Goes on for 7 days" },
  { value: "720", label: "Goes on for 30 days" },
];

export function RotateDialog({ workspace, apiKey, onClose, onMade }: RotateDialogProps) {
  const [hours, setHours] = useState("24");
  const [failure, setFailure] = useState<string | null>(null);
  const [isRotating, startRotating] = useTransition();
  const submit = () => {
    if (isRotating) return;
    setFailure(null);
    startRotating(async () => {
      const result = await withProof(() => rotateKey({ workspace, id: apiKey.id, overlapHours: Number(hours) }));
      if (result.ok) onMade(result.data);
      else setFailure(result.error.message);
    });
  };
  return (
    <FormDialog
      onClose={onClose}
      title={`Rotate “${apiKey.name}”`}
      description="You get a second key with the same rights. The old one goes on for a while, so that no app stops meanwhile."
      onSubmit={submit}
      act="Rotate key"
      busy={isRotating && "Rotating"}
      failure={failure}
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
    </FormDialog>
  );
}
