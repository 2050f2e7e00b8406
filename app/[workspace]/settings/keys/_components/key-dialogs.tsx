"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { DialogRow } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { useRead } from "@/components/ui/use-read";
import type { NewApiKey } from "@/lib/auth/commands/api-key-record";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";
import { keyDetails, revokeKey, rotateKey } from "../actions";

export type RevokeDialogProps = { apiKey: ApiKeyView; onClose: () => void };

export function RevokeDialog({ apiKey, onClose }: RevokeDialogProps) {
  const workspace = useWorkspace();
  const { data: details } = useRead(keyDetails, { workspace, id: apiKey.id });
  const [keeps, setKeeps] = useState(false);
  const dependents = details?.dependents ?? [];
  const where = apiKey.environments === "all" ? "every environment" : apiKey.environments.join(", ");
  return (
    <ActionDialog
      variant="danger"
      title={`Revoke “${apiKey.name}”?`}
      description="You cannot undo this. To replace a key without an interruption, rotate it instead."
      act="Revoke key"
      acting="Revoking"
      run={() => revokeKey({ workspace, id: apiKey.id, dependents: keeps ? "keep" : "revoke" })}
      done={{ title: `“${apiKey.name}” is revoked.`, detail: "Apps that send it are refused within 5 seconds." }}
      onClose={onClose}
    >
      <div>
        <DialogRow name="What stops">
          Apps that send <code>{apiKey.prefix}…</code> are refused within 5 seconds, in {where}.
        </DialogRow>
        {dependents.length > 0 ? (
          <DialogRow name="Keys it created">
            {dependents.map(({ name }) => name).join(", ")}.
            <Checkbox
              label="Revoke them too"
              help="A person who had this key may have created them."
              checked={!keeps}
              onChange={(event) => setKeeps(!event.target.checked)}
            />
          </DialogRow>
        ) : null}
        <DialogRow name="Last used">
          {apiKey.lastUsedAt ? (
            <>
              <RelativeTime at={apiKey.lastUsedAt} />
              {Date.now() - new Date(apiKey.lastUsedAt).getTime() < 86_400_000 ? ": an app is using it." : null}
            </>
          ) : (
            "Never. Nothing should be affected."
          )}
        </DialogRow>
      </div>
    </ActionDialog>
  );
}

type RotateDialogProps = {
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

export function RotateDialog({ apiKey, onClose, onMade }: RotateDialogProps) {
  const workspace = useWorkspace();
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
