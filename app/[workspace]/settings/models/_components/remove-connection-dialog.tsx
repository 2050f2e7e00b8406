"use client";

import { ActionDialog } from "@/components/ui/action-dialog";
import type { ConnectionView } from "@/lib/evaluation/models/queries";
import { removeConnection } from "../actions";

export type RemoveConnectionDialogProps = {
  workspace: string;
  connection: ConnectionView;
  onClose: () => void;
};

export function RemoveConnectionDialog({ workspace, connection, onClose }: RemoveConnectionDialogProps) {
  return (
    <ActionDialog
      variant="danger"
      title={`Remove “${connection.name}”?`}
      description="Its key is deleted here. Prompts that use it do not change, but cannot run in Understudy until it is connected again. Your apps call their models themselves and are not affected."
      act="Remove connection"
      acting="Removing"
      run={() => removeConnection({ workspace, id: connection.id })}
      done={{
        title: `“${connection.name}” is removed.`,
        detail: "Its key is deleted here. Revoke it at the provider too.",
      }}
      onClose={onClose}
    />
  );
}
