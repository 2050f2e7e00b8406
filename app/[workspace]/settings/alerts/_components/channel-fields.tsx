import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { ChannelView } from "@/lib/alerts/views";
import { kindWords, minimumOptions } from "./channel-words";
import type { useChannelForm } from "./use-channel-form";

export type ChannelFieldsProps = {
  kind: ChannelView["kind"];
  form: ReturnType<typeof useChannelForm>;
  /** Kept where the address is left empty. */
  kept?: string;
  /** Whether this server can send e-mail. */
  canMail: boolean;
};

const examples = { webhook: "https://example.com/hooks/understudy", slack: "https://hooks.slack.com/services/…" };

/** What a channel of a kind asks for. */
export function ChannelFields({ kind, form, kept, canMail }: ChannelFieldsProps) {
  const { name, url, recipients, minimum, setMinimum } = form;
  return (
    <>
      {kind === "email" && !canMail ? (
        <Callout tone="warning">
          This server cannot send e-mail yet. The operator must set SMTP_URL (smtp://user:password@host:587) and
          SMTP_FROM. Until then messages are retried and finally dropped.
        </Callout>
      ) : null}
      {kind === "email" ? (
        <Field label="Addresses" error={recipients.error} help="One per line, at most 20. All of them see the list.">
          <Textarea
            {...recipients.props}
            rows={3}
            autoComplete="off"
            spellCheck={false}
            placeholder="oncall@example.com"
          />
        </Field>
      ) : (
        <Field
          label="Address"
          error={url.error}
          help={kept ? `Leads to ${kept}. Leave it empty to keep it.` : kindWords[kind].help}
        >
          <Input
            {...url.props}
            mono
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            maxLength={2_000}
            placeholder={examples[kind]}
          />
        </Field>
      )}
      <Field label="Name" error={name.error} help="Shown beside alerts that were sent there.">
        <Input {...name.props} maxLength={80} autoComplete="off" placeholder="On call" />
      </Field>
      <Field label="Alerts to send">
        <Select
          options={minimumOptions}
          value={minimum}
          onChange={(event) => setMinimum(event.target.value as ChannelView["minimum"])}
        />
      </Field>
    </>
  );
}
