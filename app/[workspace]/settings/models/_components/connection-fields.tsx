import type { ReactNode } from "react";
import { FormField } from "@/components/ui/form-field";
import { Input, UrlInput } from "@/components/ui/input";
import type { Form } from "@/components/ui/use-form";
import type { ConnectionTyped, ConnectionValues } from "@/lib/editing/connection-schema";
import { providerWords } from "@/lib/evaluation/models/provider-words";
import type { ProviderName } from "@/lib/evaluation/models/types";

type Props = { form: Form<ConnectionTyped, ConnectionValues>; provider: ProviderName };

/** The key, hidden while typing and excluded from the browser's password manager. */
export function KeyField({ form, provider, help }: Props & { help: ReactNode }) {
  return (
    <FormField
      form={form}
      name="apiKey"
      label="API key"
      help={help}
      {...(provider === "openai-compatible" && { note: "optional" })}
    >
      {(field) => (
        <Input
          {...field}
          mono
          type="password"
          autoComplete="off"
          data-1p-ignore
          data-lpignore="true"
          maxLength={4_000}
          placeholder={providerWords[provider].keyLooks}
        />
      )}
    </FormField>
  );
}

/** The URL at which the provider is called. */
export function AddressField({ form, provider }: Props) {
  const isOwn = provider === "openai-compatible";
  return (
    <FormField
      form={form}
      name="baseUrl"
      label="Base URL"
      help={
        isOwn
          ? "Of vLLM, Ollama, LiteLLM, OpenRouter or your gateway; it usually ends in /v1. The operator of Understudy must allow addresses inside your network, with OUTGOING_ALLOWED_HOSTS."
          : "Where requests go instead of the provider itself."
      }
      {...(!isOwn && { note: "only behind a proxy" })}
    >
      {(field) => <UrlInput {...field} maxLength={500} placeholder={isOwn ? "https://llm.example.com/v1" : ""} />}
    </FormField>
  );
}
