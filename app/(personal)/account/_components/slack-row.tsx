"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { chooseSlack, leaveSlack } from "../actions";

type SlackState = { host: string; failure: string | null } | null;

type Props = {
  slack: SlackState;
  /** Null if this server does not send e-mail. */
  email: string | null;
};

/** Where a person's messages go: e-mail, or their own Slack webhook. */
export function SlackRow({ slack, email }: Props) {
  const [isChanging, setChanging] = useState(false);
  const removal = useAction({
    run: () => leaveSlack({}),
    done: { title: email ? "Messages are sent by e-mail again." : "Messages are no longer sent to Slack." },
    refresh: "done",
    failed: "Slack was not removed.",
  });
  return (
    <div className="mb-4 max-w-[62ch]">
      {slack?.failure ? (
        <Callout tone="warning" className="mb-3">
          {email ? "Slack refused a message, so your messages are sent by e-mail again." : "Slack refused a message."}{" "}
          {slack.failure}
        </Callout>
      ) : null}
      <p>
        {slack && !slack.failure ? (
          <>
            Your messages are sent to <b className="font-medium">{slack.host}</b>.
          </>
        ) : email ? (
          <>
            Your messages are sent to <b className="break-all font-medium">{email}</b>.
          </>
        ) : (
          "This server does not send e-mail. Reviews and mentions are only in your inbox."
        )}
      </p>
      <p className="mt-3 flex flex-wrap gap-2">
        <Button onClick={() => setChanging(true)}>
          {slack ? "Change Slack address" : email ? "Send to Slack instead" : "Send to Slack"}
        </Button>
        {slack ? (
          <Button busy={removal.isBusy && "Removing"} onClick={() => removal.start()}>
            Remove Slack
          </Button>
        ) : null}
      </p>
      {isChanging ? <SlackDialog hasMail={email !== null} onClose={() => setChanging(false)} /> : null}
    </div>
  );
}

const checkUrl = (value: string) =>
  /^https?:\/\/\S+$/.test(value.trim()) ? null : "Enter an address that begins with https://.";

function SlackDialog({ hasMail, onClose }: { hasMail: boolean; onClose: () => void }) {
  const url = useCheckedValue("", checkUrl);
  return (
    <ActionDialog
      title="Send messages to Slack"
      description={`Your digest, reviews and mentions are sent to Slack${hasMail ? " instead of your e-mail address. Messages about your account are still sent by e-mail" : ""}. A first message checks the address.`}
      act="Send first message"
      acting="Sending"
      check={url.isFine}
      run={() => chooseSlack({ url: url.value.trim() })}
      onRefused={({ code, message }) => {
        const isOfAddress = code === "url_not_allowed" || code === "invalid_state";
        if (isOfAddress) url.setError(message);
        return isOfAddress;
      }}
      done={({ host }) => ({ title: `Your messages are sent to ${host}.`, detail: "The first one is there now." })}
      onClose={onClose}
    >
      <Field
        label="Address of the incoming webhook"
        error={url.error}
        help="Create it in Slack, for a channel that only you read. The address is stored encrypted and not shown again."
      >
        <Input
          {...url.props}
          autoFocus
          maxLength={2000}
          autoComplete="off"
          placeholder="https://hooks.slack.com/services/…"
        />
      </Field>
    </ActionDialog>
  );
}
