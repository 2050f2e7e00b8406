"use client";

import { useState } from "react";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import type { SuiteView } from "@/lib/evaluation/suites/views";
import { PromptPicker } from "../../_components/prompt-picker";
import { changeSuite, makeSuite } from "../actions";

type Props = {
  workspace: string;
  /** The suite to change; a new one when left out. */
  suite?: SuiteView;
  onClose: () => void;
  onDone: (suite: SuiteView) => void;
};

/** Name, prompt and description of a suite. */
export function SuiteDialog({ workspace, suite, onClose, onDone }: Props) {
  const name = useCheckedValue(suite?.name ?? "", (value) => (value.trim() ? null : "Enter a name."));
  const [prompt, setPrompt] = useState(suite?.prompt ?? "");
  const [description, setDescription] = useState(suite?.description ?? "");

  return (
    <ActionDialog
      title={suite ? "Change the suite" : "New suite"}
      {...(!suite && {
        description: "Cases that define good answers. You add them next, or from the playground.",
      })}
      onClose={onClose}
      act={suite ? "Save" : "Make suite"}
      acting={suite ? "Saving" : "Making"}
      check={name.isFine}
      run={() =>
        suite
          ? changeSuite({ workspace, id: suite.id, name: name.value, description, prompt: prompt || null })
          : makeSuite({ workspace, name: name.value, description, ...(prompt && { prompt }) })
      }
      onDone={onDone}
    >
      <Field label="Name" error={name.error}>
        <Input {...name.props} autoFocus maxLength={100} autoComplete="off" placeholder="Support, everyday" />
      </Field>
      <Field label="Prompt" note="optional" help="Its variables become the fields of a case.">
        <PromptPicker workspace={workspace} value={prompt} onPick={setPrompt} none="No prompt" />
      </Field>
      <Field label="Description" note="optional">
        <Textarea
          rows={2}
          value={description}
          maxLength={2000}
          onChange={(event) => setDescription(event.target.value)}
        />
      </Field>
    </ActionDialog>
  );
}
