"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose, DialogRow } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";
import { revokeKey } from "../actions";

export type RevokeDialogProps = { workspace: string; apiKey: ApiKeyView; onClose: () => void };

export function RevokeDialog({ workspace, apiKey, onClose }: RevokeDialogProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isRevoking, startRevoking] = useTransition();
  const router = useRouter();
  const submit = () => {
    if (isRevoking) return;
    setFailure(null);
    startRevoking(async () => {
      const result = await revokeKey({ workspace, id: apiKey.id });
      if (!result.ok) return setFailure(result.error.message);
      toast({ title: `“${apiKey.name}” is revoked.`, detail: "Apps that send it are refused within 5 seconds." });
      onClose();
      router.refresh();
    });
  };
  const where = apiKey.environments === "all" ? "every environment" : apiKey.environments.join(", ");
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Revoke “${apiKey.name}”?`}
      description="This cannot be taken back. To change a key without a stop, rotate it instead."
      held={isRevoking}
      onSubmit={submit}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Cancel</Button>
          </DialogClose>
          <Button variant="danger" type="submit" busy={isRevoking && "Revoking"}>
            Revoke key
          </Button>
        </>
      }
    >
      {failure ? (
        <Callout tone="negative" live className="mb-4">
          {failure}
        </Callout>
      ) : null}
      <DialogRow name="What stops">
        Apps that send <code>{apiKey.prefix}…</code> are refused within 5 seconds, in {where}.
      </DialogRow>
      <DialogRow name="Last used">
        {apiKey.lastUsedAt ? (
          <>
            <RelativeTime at={apiKey.lastUsedAt} />
            {Date.now() - new Date(apiKey.lastUsedAt).getTime() < 86_400_000 ? ": an app is using it." : null}
          </>
        ) : (
          "Never. Nothing should notice."
        )}
      </DialogRow>
    </Dialog>
  );
}
