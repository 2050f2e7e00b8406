"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { useForm } from "@/components/ui/use-form";
import { connectionSchema } from "@/lib/editing/connection-schema";
import { providerWords, suggestedName } from "@/lib/evaluation/models/provider-words";
import type { ConnectionView } from "@/lib/evaluation/models/queries";
import { type ProviderName, providerKinds } from "@/lib/evaluation/models/types";
import { addConnection } from "../actions";
import { AddressField, KeyField } from "./connection-fields";

export type NewConnectionDialogProps = {
  taken: readonly string[];
  onClose: () => void;
  onMade: (connection: ConnectionView) => void;
};

const options = providerKinds.map((value) => ({ value, label: providerWords[value].short }));

export function NewConnectionDialog({ taken, onClose, onMade }: NewConnectionDialogProps) {
  const workspace = useWorkspace();
  const [provider, setProvider] = useState<ProviderName>("openai");
  const isOwn = provider === "openai-compatible";
  const form = useForm({
    schema: connectionSchema({ needsKey: !isOwn, needsAddress: isOwn }),
    values: { name: suggestedName("openai", taken), baseUrl: "", apiKey: "", maxConcurrency: "20" },
    run: ({ name, baseUrl, apiKey }) =>
      addConnection({
        workspace,
        provider,
        name,
        ...(baseUrl.trim() && { baseUrl }),
        ...(apiKey.trim() && { apiKey }),
      }),
    onDone: onMade,
  });

  const choose = (next: ProviderName) => {
    // A typed name is kept. A suggested name changes with the provider.
    if (form.getValues("name") === suggestedName(provider, taken)) form.setValue("name", suggestedName(next, taken));
    form.clearErrors();
    setProvider(next);
  };

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Connect a provider"
      description="Everyone in this workspace who can write prompts can then run them with its models."
      act="Connect and test"
      acting="Connecting"
    >
      <Segmented
        label="Provider"
        value={provider}
        onChange={choose}
        options={options}
        className="w-full [&>button]:flex-1 [&>button]:justify-center"
      />
      {isOwn ? <AddressField form={form} provider={provider} /> : null}
      <KeyField form={form} provider={provider} help={providerWords[provider].keyHelp} />
      <FormField form={form} name="name" label="Name" help="Versions use this name as their model's provider.">
        {(field) => (
          <Input {...field} mono maxLength={64} autoComplete="off" spellCheck={false} placeholder="our-gateway" />
        )}
      </FormField>
      {isOwn ? null : <AddressField form={form} provider={provider} />}
    </FormDialog>
  );
}
