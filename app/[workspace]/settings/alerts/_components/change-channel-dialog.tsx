"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { FormDialog } from "@/components/ui/form-dialog";
import { useForm } from "@/components/ui/use-form";
import type { ChannelView } from "@/lib/alerts/views";
import { addressesIn, channelSchema } from "@/lib/editing/channel-schema";
import { changeChannel } from "../actions";
import { ChannelFields } from "./channel-fields";

export type ChangeChannelDialogProps = {
  channel: ChannelView;
  canMail: boolean;
  onClose: () => void;
};

export function ChangeChannelDialog({ channel, canMail, onClose }: ChangeChannelDialogProps) {
  const workspace = useWorkspace();
  const isMail = channel.kind === "email";
  const form = useForm({
    schema: channelSchema(channel.kind, true),
    values: {
      name: channel.name,
      minimum: channel.minimum,
      notices: channel.notices,
      noticeEnvironments: channel.noticeEnvironments,
      url: "",
      recipients: isMail ? channel.targetHint.split(", ").join("\n") : "",
    },
    run: ({ url, recipients: text, ...fields }) => {
      const recipients = addressesIn(text);
      const isSame = recipients.join(", ") === channel.targetHint;
      return changeChannel({
        workspace,
        id: channel.id,
        ...fields,
        ...(isMail && !isSame && { recipients }),
        ...(!isMail && url.trim() && { url }),
      });
    },
    onDone: onClose,
    refresh: "done",
  });

  return (
    <FormDialog form={form} onClose={onClose} title={`Change “${channel.name}”`} act="Save" acting="Saving">
      <ChannelFields kind={channel.kind} form={form} kept={channel.targetHint} canMail={canMail} />
    </FormDialog>
  );
}
