"use client";

import { RelativeTime } from "@/components/ui/relative-time";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";

export type ShownSecret = {
  name: string;
  secret: string;
  /** Until when the previous secret also signs. Null: there was none. */
  formerUntil: string | null;
};

export function SecretDialog({ shown, onClose }: { shown: ShownSecret; onClose: () => void }) {
  const { name, secret, formerUntil } = shown;
  return (
    <ShownOnceDialog
      title={`The secret of “${name}”`}
      description="It is shown only once. The receiver uses it to verify that a webhook comes from this server."
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
      value={secret}
      copy="Copy secret"
      onClose={onClose}
    />
  );
}
