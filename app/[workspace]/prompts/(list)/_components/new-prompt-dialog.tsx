"use client";

import { useState } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useRouter } from "@/components/layout/use-router";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Checkbox, Radio } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { promptNameFault, suggestPromptName } from "@/lib/registry/prompt-name";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { addPrompt } from "../actions";

export type NewPromptDialogProps = {
  workspace: string;
  environments: readonly (EnvironmentView & { canPromote: boolean })[];
  /** Where the list stands: the name begins with it. */
  folder: string | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

const types = [
  { value: "chat", label: "Chat", help: "Messages with roles. Starts with a system message and a user message." },
  { value: "text", label: "Text", help: "One text: for a single instruction, or a snippet that other prompts use." },
] as const;

const checkName = (name: string) => (name === "" ? "Enter a name." : promptNameFault(name));

function folderHint(name: string): string {
  const folder = name.slice(0, name.lastIndexOf("/"));
  return folder ? `In the folder ${folder}.` : "Apps request it by this name. Use / for a folder: support/reply.";
}

export function NewPromptDialog(props: NewPromptDialogProps) {
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ workspace, environments, folder, onOpenChange }: NewPromptDialogProps) {
  const name = useCheckedValue(folder ? `${folder}/` : "", checkName);
  const [type, setType] = useState<"chat" | "text">("chat");
  const [description, setDescription] = useState("");
  const target = environments.find(({ stage, canPromote }) => stage === "development" && canPromote);
  const [isUsed, setUsed] = useState(true);
  const router = useRouter();
  const suggestion = name.error && promptNameFault(name.value) ? suggestPromptName(name.value) : null;

  return (
    <ActionDialog
      onClose={() => onOpenChange(false)}
      title="New prompt"
      note={target ? null : "It is not live until you promote it."}
      act="Create prompt"
      acting="Creating"
      check={name.isFine}
      run={() =>
        addPrompt({ workspace, name: name.value, type, description, deployTo: isUsed && target ? target.name : null })
      }
      onRefused={({ code, message, errors }) => {
        const ofName = errors?.find(({ pointer }) => pointer === "/name");
        if (ofName) name.setError(`${code === "already_exists" ? `${message} ` : ""}${ofName.message}`);
        return ofName !== undefined;
      }}
      onDone={(made) => {
        router.push(promptPath(workspace, made.name));
        router.refresh();
      }}
    >
      <Field
        label="Name"
        help={folderHint(name.value)}
        error={
          name.error ? (
            <>
              {name.error}{" "}
              {suggestion ? (
                <LinkButton
                  onClick={() => {
                    name.setValue(suggestion);
                    name.setError(null);
                  }}
                >
                  Try {suggestion}
                </LinkButton>
              ) : null}
            </>
          ) : null
        }
      >
        <Input {...name.props} mono autoFocus autoComplete="off" spellCheck={false} placeholder="support/reply" />
      </Field>
      <Field label="Description" note="optional">
        <Input
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          maxLength={2000}
          placeholder="Writes the first answer to a customer"
        />
      </Field>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 font-medium">Type</legend>
        {types.map((option) => (
          <Radio
            key={option.value}
            name="type"
            value={option.value}
            label={option.label}
            help={option.help}
            checked={type === option.value}
            onChange={() => setType(option.value)}
          />
        ))}
      </fieldset>
      {target ? (
        <div className="border-line border-t pt-3">
          <Checkbox
            label={`Use in ${target.name}`}
            help={`Apps with a key for ${target.name} get v1 at once. Production does not change.`}
            checked={isUsed}
            onChange={(event) => setUsed(event.target.checked)}
          />
        </div>
      ) : null}
    </ActionDialog>
  );
}
