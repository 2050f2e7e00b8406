"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox } from "@/components/ui/choice";
import { DialogRow } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { useRead } from "@/components/ui/use-read";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";
import { keyDetails, revokeKey } from "../actions";

export type RevokeDialogProps = { workspace: string; apiKey: ApiKeyView; onClose: () => void };

export function RevokeDialog({ workspace, apiKey, onClose }: RevokeDialogProps) {
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
