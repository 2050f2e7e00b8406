import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { FormField, useFormField } from "@/components/ui/form-field";
import { Input, Textarea, UrlInput } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Form } from "@/components/ui/use-form";
import { kindWords, minimumOptions, noticeEnvironmentOptions, noticeOptions } from "@/lib/alerts/channel-words";
import type { ChannelView } from "@/lib/alerts/views";
import type { ChannelTyped, ChannelValues } from "@/lib/editing/channel-schema";

export type ChannelFieldsProps = {
  kind: ChannelView["kind"];
  form: Form<ChannelTyped, ChannelValues>;
  /** The current address, which is kept if the field is empty. */
  kept?: string;
  /** Whether this server can send e-mail. */
  canMail: boolean;
};

const examples = { webhook: "https://example.com/hooks/understudy", slack: "https://hooks.slack.com/services/…" };

/** The fields of a kind of channel. */
export function ChannelFields({ kind, form, kept, canMail }: ChannelFieldsProps) {
  return (
    <>
      {kind === "email" && !canMail ? (
        <Callout tone="warning">
          This server cannot send e-mail yet. The operator must set SMTP_URL (smtp://user:password@host:587) and
          SMTP_FROM. Until then messages are retried and finally dropped.
        </Callout>
      ) : null}
      {kind === "email" ? (
        <FormField
          form={form}
          name="recipients"
          label="Addresses"
          help="One per line, at most 20. All of them see the list."
        >
          {(field) => (
            <Textarea {...field} rows={3} autoComplete="off" spellCheck={false} placeholder="oncall@example.com" />
          )}
        </FormField>
      ) : (
        <FormField
          form={form}
          name="url"
          label="Address"
          help={kept ? `Currently ${kept}. Leave it empty to keep it.` : kindWords[kind].help}
        >
          {(field) => <UrlInput {...field} maxLength={2_000} placeholder={examples[kind]} />}
        </FormField>
      )}
      <FormField form={form} name="name" label="Name" help="Shown beside alerts that were sent there.">
        {(field) => <Input {...field} maxLength={80} autoComplete="off" placeholder="On call" />}
      </FormField>
      <FormField form={form} name="minimum" label="Alerts to send">
        {(field) => <Select {...field} options={minimumOptions} />}
      </FormField>
      <NoticeFields form={form} />
    </>
  );
}

/** What is sent beside alerts. */
function NoticeFields({ form }: { form: Form<ChannelTyped, ChannelValues> }) {
  const { control } = useFormField({ form, name: "notices" });
  const chosen = control.value;
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 flex items-baseline gap-2 font-medium">
        Also send <span className="font-normal text-12 text-fg-subtle">optional</span>
      </legend>
      {noticeOptions.map(({ kind, label, help }) => (
        <Checkbox
          key={kind}
          label={label}
          help={help}
          checked={chosen.includes(kind)}
          onChange={({ target }) =>
            control.onChange(target.checked ? [...chosen, kind] : chosen.filter((one) => one !== kind))
          }
        />
      ))}
      {chosen.some((kind) => kind === "release.created" || kind === "change_request.created") ? (
        <FormField form={form} name="noticeEnvironments" label="Releases and change requests of" className="mt-2">
          {(field) => <Select {...field} options={noticeEnvironmentOptions} />}
        </FormField>
      ) : null}
    </fieldset>
  );
}
