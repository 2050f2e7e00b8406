"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import type { ConnectionView } from "@/lib/evaluation/models/queries";
import { type ProviderName, providerKinds } from "@/lib/evaluation/models/types";
import { addConnection } from "../actions";
import { AddressField, KeyField } from "./connection-fields";
import { providerWords, suggestedName } from "./provider-words";
import { useConnectionForm } from "./use-connection-form";

export type NewConnectionDialogProps = {
  workspace: string;
  taken: readonly string[];
  onClose: () => void;
  onMade: (connection: ConnectionView) => void;
};

const options = providerKinds.map((value) => ({ value, label: providerWords[value].short }));

export function NewConnectionDialog({ workspace, taken, onClose, onMade }: NewConnectionDialogProps) {
  const [provider, setProvider] = useState<ProviderName>("openai");
  const isOwn = provider === "openai-compatible";
  const form = useConnectionForm({ needsKey: !isOwn, needsAddress: isOwn }, { name: suggestedName("openai", taken) });
  const { name, baseUrl, apiKey } = form;

  const choose = (next: ProviderName) => {
    // A name of one's own stays; a suggested one follows the provider.
    if (name.value === suggestedName(provider, taken)) name.setValue(suggestedName(next, taken));
    for (const field of [name, baseUrl, apiKey]) field.setError(null);
    setProvider(next);
  };

  return (
    <ActionDialog
      onClose={onClose}
      title="Connect a provider"
      description="Everyone in this workspace who can write prompts can then run them with its models."
      act="Connect and test"
      acting="Connecting"
      check={() => form.areFine("name", "baseUrl", "apiKey")}
      run={() =>
        addConnection({
          workspace,
          provider,
          name: name.value,
          ...(baseUrl.value.trim() && { baseUrl: baseUrl.value }),
          ...(apiKey.value.trim() && { apiKey: apiKey.value }),
        })
      }
      onRefused={form.refuse}
      onDone={onMade}
    >
      <Segmented
        label="Provider"
        value={provider}
        onChange={choose}
        options={options}
        className="w-full [&>button]:flex-1 [&>button]:justify-center"
      />
      {isOwn ? <AddressField field={baseUrl} provider={provider} /> : null}
      <KeyField field={apiKey} provider={provider} help={providerWords[provider].keyHelp} />
      <Field label="Name" error={name.error} help="Versions use this name as their model's provider.">
        <Input {...name.props} mono maxLength={64} autoComplete="off" spellCheck={false} placeholder="our-gateway" />
      </Field>
      {isOwn ? null : <AddressField field={baseUrl} provider={provider} />}
    </ActionDialog>
  );
}
