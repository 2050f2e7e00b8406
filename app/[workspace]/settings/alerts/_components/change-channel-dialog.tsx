"use client";

import { useTransition } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
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
  const [isSaving, startSaving] = useTransition();
  const isMail = channel.kind === "email";
  const submit = () => {
    if (!form.areFine("name", isMail ? "recipients" : "url") || isSaving) return;
    form.setFailure(null);
    startSaving(async () => {
      const recipients = addressesIn(form.recipients.value);
      const isSame = recipients.join(", ") === channel.targetHint;
      const result = await changeChannel({
        workspace,
        id: channel.id,
        name: form.name.value,
        minimum: form.minimum,
        ...(isMail && !isSame && { recipients }),
        ...(!isMail && form.url.value.trim() && { url: form.url.value }),
      });
      if (result.ok) onChanged(result.data);
      else form.refuse(result.error);
    });
  };
  return (
    <FormDialog
      onClose={onClose}
      title={`Change “${channel.name}”`}
      onSubmit={submit}
      act="Save"
      busy={isSaving && "Saving"}
      failure={form.failure}
    >
      <ChannelFields kind={channel.kind} form={form} kept={channel.targetHint} canMail={canMail} />
    </FormDialog>
  );
}
