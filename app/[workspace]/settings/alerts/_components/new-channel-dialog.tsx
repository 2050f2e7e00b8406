"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Segmented } from "@/components/ui/segmented";
import type { NewChannel } from "@/lib/alerts/commands/save-channel";
import type { ChannelView } from "@/lib/alerts/views";
import { addChannel } from "../actions";
import { ChannelFields } from "./channel-fields";
import { kindWords } from "./channel-words";
import { addressesIn, useChannelForm } from "./use-channel-form";

export type NewChannelDialogProps = {
  workspace: string;
  canMail: boolean;
  onClose: () => void;
  onMade: (channel: NewChannel) => void;
};

const options = (["webhook", "slack", "email"] as const).map((value) => ({
  value,
  label: kindWords[value].label,
  icon: kindWords[value].icon,
}));

export function NewChannelDialog({ workspace, canMail, onClose, onMade }: NewChannelDialogProps) {
  const [kind, setKind] = useState<ChannelView["kind"]>("webhook");
  const form = useChannelForm(null);
  const isMail = kind === "email";

  return (
    <ActionDialog
      onClose={onClose}
      title="Add a channel"
      description="Alerts of this workspace are sent there from now on, and to every inbox."
      act="Add channel"
      acting="Adding"
      check={() => form.areFine("name", isMail ? "recipients" : "url")}
      run={() =>
        addChannel({
          workspace,
          kind,
          name: form.name.value,
          minimum: form.minimum,
          ...(isMail ? { recipients: addressesIn(form.recipients.value) } : { url: form.url.value }),
        })
      }
      onRefused={form.refuse}
      onDone={onMade}
    >
      <Segmented
        label="Kind"
        value={kind}
        onChange={(next) => {
          for (const field of [form.url, form.recipients]) field.setError(null);
          setKind(next);
        }}
        options={options}
        className="w-full [&>button]:flex-1 [&>button]:justify-center [&_svg]:size-3.5"
      />
      <ChannelFields kind={kind} form={form} canMail={canMail} />
    </ActionDialog>
  );
}
