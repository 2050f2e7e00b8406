"use client";

import { useState, useTransition } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
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
  const name = useCheckedValue(suite?.name ?? "", (value) => (value.trim() ? null : "Give it a name."));
  const [prompt, setPrompt] = useState(suite?.prompt ?? "");
  const [description, setDescription] = useState(suite?.description ?? "");
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, start] = useTransition();
  const submit = () => {
    if (isBusy || !name.isFine()) return;
    setFailure(null);
    start(async () => {
      const result = suite
        ? await changeSuite({ workspace, id: suite.id, name: name.value, description, prompt: prompt || null })
        : await makeSuite({ workspace, name: name.value, description, ...(prompt && { prompt }) });
      if (result.ok) onDone(result.data);
      else setFailure(result.error.message);
    });
  };
  return (
    <FormDialog
      title={suite ? "Change the suite" : "New suite"}
      {...(!suite && {
        description: "Cases that say what good answers are. You add them next, or from the playground.",
      })}
      onClose={onClose}
      onSubmit={submit}
      act={suite ? "Save" : "Make suite"}
      busy={isBusy && (suite ? "Saving" : "Making")}
      failure={failure}
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
    </FormDialog>
  );
}
