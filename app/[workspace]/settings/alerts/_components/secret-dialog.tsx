"use client";

import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";

export type ShownSecret = {
  name: string;
  secret: string;
  /** Until when the one before it signs too; null: there was none. */
  formerUntil: string | null;
};

/** The one time a secret is shown: a slip beside the dialog must not close it. */
export function SecretDialog({ shown, onClose }: { shown: ShownSecret; onClose: () => void }) {
  const { name, secret, formerUntil } = shown;
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      held
      title={`The secret of “${name}”`}
      description="It is shown only once. The receiver uses it to verify that a webhook comes from this server."
      actions={
        <DialogClose asChild>
          <Button variant="quiet">I have saved it</Button>
        </DialogClose>
      }
    >
      <div className="grid gap-4">
        <Field
          label="Signing secret"
          help={
            formerUntil ? (
              <>
                Messages also have the old signature until <RelativeTime at={formerUntil} />.
              </>
            ) : (
              "Standard Webhooks: libraries for it take the secret as it is."
            )
          }
        >
          <Input
            readOnly
            mono
            autoFocus
            value={secret}
            onFocus={(event) => event.target.select()}
            className="text-12"
          />
        </Field>
        <p>
          <CopyButton text={secret} variant="primary" size="md">
            Copy secret
          </CopyButton>
        </p>
      </div>
    </Dialog>
  );
}
