"use client";

import * as z from "zod/mini";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Checkbox, Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField, useFormField } from "@/components/ui/form-field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { type Form, useForm } from "@/components/ui/use-form";
import { judged } from "@/lib/editing/form-schema";
import { promptNameFault, suggestPromptName } from "@/lib/registry/prompt-name";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { addPrompt } from "../actions";

export type NewPromptDialogProps = {
  environments: readonly (EnvironmentView & { canPromote: boolean })[];
  /** The folder that the list shows. The new name starts with it. */
  folder: string | null;
  onClose: () => void;
};

const types = [
  { value: "chat", label: "Chat", help: "Messages with roles. Starts with a system message and a user message." },
  { value: "text", label: "Text", help: "One text: for a single instruction, or a snippet that other prompts use." },
] as const;

const schema = z.object({
  name: judged((name) => (name === "" ? "Enter a name." : promptNameFault(name))),
  description: z.string(),
  type: z.enum(["chat", "text"]),
  isUsed: z.boolean(),
});

function folderHint(name: string): string {
  const folder = name.slice(0, name.lastIndexOf("/"));
  return folder ? `In the folder ${folder}.` : "Apps request it by this name. Use / for a folder: support/reply.";
}

/** A dialog that creates a prompt and, if chosen, makes it live in the development environment. */
export function NewPromptDialog({ environments, folder, onClose }: NewPromptDialogProps) {
  const workspace = useWorkspace();
  const target = environments.find(({ stage, canPromote }) => stage === "development" && canPromote);
  const router = useRouter();
  const form = useForm({
    schema,
    values: { name: folder ? `${folder}/` : "", description: "", type: "chat", isUsed: true },
    run: ({ isUsed, ...sent }) => addPrompt({ workspace, ...sent, deployTo: isUsed && target ? target.name : null }),
    onDone: (made) => {
      router.push(promptPath(workspace, made.name));
      router.refresh();
    },
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="New prompt"
      note={target ? null : "It is not live until you promote it."}
      act="Create prompt"
      acting="Creating"
    >
      <NameField form={form} />
      <FormField form={form} name="description" label="Description" note="optional">
        {(field) => <Input {...field} maxLength={2000} placeholder="Writes the first answer to a customer" />}
      </FormField>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium">Type</legend>
        {types.map((option) => (
          <Radio
            key={option.value}
            name="type"
            value={option.value}
            label={option.label}
            help={option.help}
            checked={form.watch("type") === option.value}
            onChange={() => form.setValue("type", option.value)}
          />
        ))}
      </fieldset>
      {target ? (
        <div className="border-line border-t pt-3">
          <Checkbox
            label={`Use in ${target.name}`}
            help={`Apps with a key for ${target.name} get v1 at once. Production does not change.`}
            checked={form.watch("isUsed")}
            onChange={(event) => form.setValue("isUsed", event.target.checked)}
          />
        </div>
      ) : null}
    </FormDialog>
  );
}

/** The name field. For an invalid name it proposes a valid one. */
function NameField({ form }: { form: Form<z.input<typeof schema>, z.output<typeof schema>> }) {
  const { control, error } = useFormField({ form, name: "name" });
  const suggestion = error && promptNameFault(control.value) ? suggestPromptName(control.value) : null;
  return (
    <Field
      label="Name"
      help={folderHint(control.value)}
      error={
        error && suggestion ? (
          <>
            {error} <LinkButton onClick={() => control.onChange(suggestion)}>Try {suggestion}</LinkButton>
          </>
        ) : (
          error
        )
      }
    >
      <Input {...control} mono autoFocus autoComplete="off" spellCheck={false} placeholder="support/reply" />
    </Field>
  );
}
