import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { useCheckedValue } from "@/components/ui/use-checked-value";
import type { ProviderName } from "@/lib/evaluation/models/types";
import { providerWords } from "./provider-words";

type Checked = Pick<ReturnType<typeof useCheckedValue>, "props" | "error">;

/** The key: hidden while it is typed, and no business of the browser's password store. */
export function KeyField({ field, provider, help }: { field: Checked; provider: ProviderName; help: ReactNode }) {
  return (
    <Field
      label="API key"
      error={field.error}
      help={help}
      {...(provider === "openai-compatible" && { note: "optional" })}
    >
      <Input
        {...field.props}
        mono
        type="password"
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        maxLength={4_000}
        placeholder={providerWords[provider].keyLooks}
      />
    </Field>
  );
}

/** Where the provider is called. */
export function AddressField({ field, provider }: { field: Checked; provider: ProviderName }) {
  const isOwn = provider === "openai-compatible";
  return (
    <Field
      label="Base URL"
      error={field.error}
      help={
        isOwn
          ? "Of vLLM, Ollama, LiteLLM, OpenRouter or your gateway; it usually ends in /v1. The operator of Understudy must allow addresses inside your network, with OUTGOING_ALLOWED_HOSTS."
          : "Where requests go instead of the provider itself."
      }
      {...(!isOwn && { note: "only behind a proxy" })}
    >
      <Input
        {...field.props}
        mono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        placeholder={isOwn ? "https://llm.example.com/v1" : ""}
      />
    </Field>
  );
}
