"use client";

import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ConnectionView } from "@/lib/evaluation/models/queries";
import { changeConnection } from "../actions";
import { AddressField, KeyField } from "./connection-fields";
import { providerWords } from "./provider-words";
import { useConnectionForm } from "./use-connection-form";

export type ChangeConnectionDialogProps = {
  workspace: string;
  connection: ConnectionView;
  /** The key alone, or name and address (and a key where the address needs it anew). */
  what: "key" | "place";
  onClose: () => void;
  onChanged: (connection: ConnectionView) => void;
};

export function ChangeConnectionDialog({
  workspace,
  connection,
  what,
  onClose,
  onChanged,
}: ChangeConnectionDialogProps) {
  const { id, provider } = connection;
  const isKey = what === "key";
  const isCompatible = provider === "openai-compatible";
  const form = useConnectionForm(
    { needsKey: isKey && !isCompatible, needsAddress: isCompatible },
    { name: connection.name, baseUrl: connection.baseUrl ?? "", maxConcurrency: connection.maxConcurrency },
  );
  const { name, baseUrl, apiKey, maxConcurrency } = form;

  return (
    <ActionDialog
      onClose={onClose}
      title={isKey ? `Replace the key of “${connection.name}”` : `Change “${connection.name}”`}
      description={
        isKey
          ? "Runs use the new key at once. The old key is deleted here. Revoke it at the provider too."
          : "Versions find a connection by its name. Versions with the old name will no longer find it."
      }
      act={isKey ? "Replace and test" : "Save and test"}
      acting="Saving"
      check={() => (isKey ? form.areFine("apiKey") : form.areFine("name", "baseUrl", "maxConcurrency"))}
      run={() => {
        const place = {
          name: name.value,
          baseUrl: baseUrl.value.trim() || null,
          maxConcurrency: Number(maxConcurrency.value),
        };
        return changeConnection({
          workspace,
          id,
          ...(!isKey && place),
          ...(apiKey.value.trim() ? { apiKey: apiKey.value } : isKey && { apiKey: null }),
        });
      }}
      onRefused={form.refuse}
      onDone={onChanged}
    >
      {isKey ? null : (
        <>
          <Field label="Name" error={name.error}>
            <Input {...name.props} mono maxLength={64} autoComplete="off" spellCheck={false} />
          </Field>
          <AddressField field={baseUrl} provider={provider} />
          <Field
            label="Calls at once"
            error={maxConcurrency.error}
            help="The limit of concurrent calls for all evaluations together. Runs in the playground do not count."
          >
            <Input {...maxConcurrency.props} inputMode="numeric" autoComplete="off" className="w-28" />
          </Field>
        </>
      )}
      <KeyField
        field={apiKey}
        provider={provider}
        help={
          isKey
            ? isCompatible
              ? "If empty, the server is called without a key."
              : providerWords[provider].keyHelp
            : "Leave it empty to keep the key. Another server needs the key again."
        }
      />
    </ActionDialog>
  );
}
