"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import { connectionSchema } from "@/lib/editing/connection-schema";
import { providerWords } from "@/lib/evaluation/models/provider-words";
import type { ConnectionView } from "@/lib/evaluation/models/queries";
import { changeConnection } from "../actions";
import { AddressField, KeyField } from "./connection-fields";

export type ChangeConnectionDialogProps = {
  connection: ConnectionView;
  /** The key only, or name and URL (and the key, if the new URL requires it). */
  what: "key" | "place";
  onClose: () => void;
  onChanged: (connection: ConnectionView) => void;
};

export function ChangeConnectionDialog({ connection, what, onClose, onChanged }: ChangeConnectionDialogProps) {
  const workspace = useWorkspace();
  const { id, provider } = connection;
  const isKey = what === "key";
  const isCompatible = provider === "openai-compatible";
  const form = useForm({
    schema: connectionSchema({ needsKey: isKey && !isCompatible, needsAddress: isCompatible }),
    values: {
      name: connection.name,
      baseUrl: connection.baseUrl ?? "",
      apiKey: "",
      maxConcurrency: String(connection.maxConcurrency),
    },
    run: ({ name, baseUrl, apiKey, maxConcurrency }) =>
      changeConnection({
        workspace,
        id,
        ...(!isKey && { name, baseUrl: baseUrl.trim() || null, maxConcurrency }),
        ...(apiKey.trim() ? { apiKey } : isKey && { apiKey: null }),
      }),
    onDone: onChanged,
  });

  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title={isKey ? `Replace the key of “${connection.name}”` : `Change “${connection.name}”`}
      description={
        isKey
          ? "Runs use the new key at once. The old key is deleted here. Revoke it at the provider too."
          : "Versions find a connection by its name. Versions with the old name will no longer find it."
      }
      act={isKey ? "Replace and test" : "Save and test"}
      acting="Saving"
    >
      {isKey ? null : (
        <>
          <FormField form={form} name="name" label="Name">
            {(field) => <Input {...field} mono maxLength={64} autoComplete="off" spellCheck={false} />}
          </FormField>
          <AddressField form={form} provider={provider} />
          <FormField
            form={form}
            name="maxConcurrency"
            label="Calls at once"
            help="The limit of concurrent calls for all evaluations together. Runs in the playground do not count."
          >
            {(field) => <Input {...field} inputMode="numeric" autoComplete="off" className="w-28" />}
          </FormField>
        </>
      )}
      <KeyField
        form={form}
        provider={provider}
        help={
          isKey
            ? isCompatible
              ? "If empty, the server is called without a key."
              : providerWords[provider].keyHelp
            : "Leave it empty to keep the key. Another server needs the key again."
        }
      />
    </FormDialog>
  );
}
