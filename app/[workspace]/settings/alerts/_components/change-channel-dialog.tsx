"use client";

import { ActionDialog } from "@/components/ui/action-dialog";
import type { ChannelView } from "@/lib/alerts/views";
import { changeChannel } from "../actions";
import { ChannelFields } from "./channel-fields";
import { addressesIn, useChannelForm } from "./use-channel-form";

export type ChangeChannelDialogProps = {
  workspace: string;
  channel: ChannelView;
  canMail: boolean;
  onClose: () => void;
  onChanged: (channel: ChannelView) => void;
};

export function ChangeChannelDialog({ workspace, channel, canMail, onClose, onChanged }: ChangeChannelDialogProps) {
  const form = useChannelForm(channel);
  const isMail = channel.kind === "email";

  return (
    <ActionDialog
      onClose={onClose}
      title={`Change “${channel.name}”`}
      act="Save"
      acting="Saving"
      check={() => form.areFine("name", isMail ? "recipients" : "url")}
      run={() => {
        const recipients = addressesIn(form.recipients.value);
        const isSame = recipients.join(", ") === channel.targetHint;
        return changeChannel({
          workspace,
          id: channel.id,
          name: form.name.value,
          minimum: form.minimum,
          ...(isMail && !isSame && { recipients }),
          ...(!isMail && form.url.value.trim() && { url: form.url.value }),
        });
      }}
      onRefused={form.refuse}
      onDone={onChanged}
    >
      <ChannelFields kind={channel.kind} form={form} kept={channel.targetHint} canMail={canMail} />
    </ActionDialog>
  );
}
