"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { NewApiKey } from "@/lib/auth/commands/api-key-record";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";

export type ShowKeyDialogProps = { made: NewApiKey; replaced: ApiKeyView | null; onClose: () => void };

/** The one time a key is shown: a slip beside the dialog must not close it. */
export function ShowKeyDialog({ made, replaced, onClose }: ShowKeyDialogProps) {
  const line = `UNDERSTUDY_KEY=${made.key}`;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      held
      title={replaced ? "The new key" : "Your new key"}
      description="It is shown only once. Store it with the secrets of your app."
      note={<CopyButton text={line}>Copy as a line of .env</CopyButton>}
      actions={
        <DialogClose asChild>
          <Button variant="quiet">I have saved it</Button>
        </DialogClose>
      }
    >
      <div className="grid gap-4">
        <Field label={made.name}>
          <Input
            readOnly
            mono
            autoFocus
            value={made.key}
            onFocus={(event) => event.target.select()}
            className="text-12"
          />
        </Field>
        <p>
          <CopyButton text={made.key} variant="primary" size="md">
            Copy key
          </CopyButton>
        </p>
        {replaced ? (
          <p className="text-fg-muted">
            The old key <code>{replaced.prefix}…</code> ends after the time you chose. Change it in your app before
            then.
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}
