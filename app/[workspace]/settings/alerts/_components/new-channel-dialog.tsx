"use client";

import { Mail, MessagesSquare, Webhook } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { FormDialog } from "@/components/ui/form-dialog";
import { Segmented } from "@/components/ui/segmented";
import { useForm } from "@/components/ui/use-form";
import { kindWords } from "@/lib/alerts/channel-words";
import type { NewChannel } from "@/lib/alerts/commands/channels";
import type { ChannelView } from "@/lib/alerts/views";
import { addressesIn, channelSchema } from "@/lib/editing/channel-schema";
import { addChannel } from "../actions";
import { ChannelFields } from "./channel-fields";

export type NewChannelDialogProps = {
  canMail: boolean;
  onClose: () => void;
  onMade: (channel: NewChannel) => void;
};

const icons = {
  webhook: <Webhook />,
  slack: <MessagesSquare />,
  email: <Mail />,
};
const options = (["webhook", "slack", "email"] as const).map((value) => ({
  value,
  label: kindWords[value].label,
  icon: icons[value],
}));

export function NewChannelDialog({ canMail, onClose, onMade }: NewChannelDialogProps) {
  const workspace = useWorkspace();
  const [kind, setKind] = useState<ChannelView["kind"]>("webhook");
  const form = useForm({
    schema: channelSchema(kind, false),
    values: {
      name: "",
      minimum: "warning",
      notices: [],
      noticeEnvironments: "protected",
      url: "",
      recipients: "",
    },
    run: ({ url, recipients, ...fields }) =>
      addChannel({
        workspace,
        kind,
        ...fields,
        ...(kind === "email" ? { recipients: addressesIn(recipients) } : { url }),
      }),
    onDone: onMade,
    refresh: "done",
  });

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Add a channel"
      description="Alerts of this workspace are sent there from now on, and to every inbox. Releases, changes and the weekly digest are sent if you choose them."
      act="Add channel"
      acting="Adding"
    >
      <Segmented
        label="Kind"
        value={kind}
        onChange={(next) => {
          form.clearErrors(["url", "recipients"]);
          setKind(next);
        }}
        options={options}
        className="w-full [&>button]:flex-1 [&>button]:justify-center [&_svg]:size-3.5"
      />
      <ChannelFields kind={kind} form={form} canMail={canMail} />
    </FormDialog>
  );
}
