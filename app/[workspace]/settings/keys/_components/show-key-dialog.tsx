"use client";

import { CopyButton } from "@/components/ui/copy-button";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { NewApiKey } from "@/lib/auth/commands/api-key-record";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";

export type ShowKeyDialogProps = { made: NewApiKey; replaced: ApiKeyView | null; onClose: () => void };

export function ShowKeyDialog({ made, replaced, onClose }: ShowKeyDialogProps) {
  return (
    <ShownOnceDialog
      title={replaced ? "The new key" : "Your new key"}
      description="It is shown only once. Store it with the secrets of your app."
      note={<CopyButton text={`UNDERSTUDY_KEY=${made.key}`}>Copy as a line of .env</CopyButton>}
      label={made.name}
      value={made.key}
      copy="Copy key"
      onClose={onClose}
    >
      {replaced ? (
        <p className="text-fg-muted">
          The old key <code>{replaced.prefix}…</code> ends after the time you chose. Change it in your app before then.
        </p>
      ) : null}
    </ShownOnceDialog>
  );
}
