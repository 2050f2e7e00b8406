"use client";

import * as z from "zod/mini";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input, Textarea } from "@/components/ui/input";
import { useForm } from "@/components/ui/use-form";
import { needed } from "@/lib/editing/form-schema";
import type { SuiteView } from "@/lib/evaluation/suites/views";
import { PromptPicker } from "../../_components/prompt-picker";
import { useWorkspace } from "../../_components/use-workspace";
import { changeSuite, makeSuite } from "../actions";

type Props = {
  /** The suite to change. Undefined: a new one. */
  suite?: SuiteView;
  /** The prompt of a new suite, until another is chosen. */
  prompt?: string | null;
  onClose: () => void;
  onDone: (suite: SuiteView) => void;
};

const schema = z.object({ name: needed("Enter a name."), prompt: z.string(), description: z.string() });

/** The dialog for name, prompt and description of a suite. */
export function SuiteDialog({ suite, prompt: first, onClose, onDone }: Props) {
  const workspace = useWorkspace();
  const form = useForm({
    schema,
    values: {
      name: suite?.name ?? "",
      prompt: (suite ? suite.prompt : first) ?? "",
      description: suite?.description ?? "",
    },
    run: ({ prompt, ...sent }) =>
      suite
        ? changeSuite({ workspace, id: suite.id, ...sent, prompt: prompt || null })
        : makeSuite({ workspace, ...sent, ...(prompt && { prompt }) }),
    onDone,
  });

  return (
    <FormDialog
      form={form}
      title={suite ? "Change the suite" : "New suite"}
      {...(!suite && {
        description: "Cases that define good answers. You add them next, or from the playground.",
      })}
      onClose={onClose}
      act={suite ? "Save" : "Create suite"}
      acting={suite ? "Saving" : "Creating"}
    >
      <FormField form={form} name="name" label="Name">
        {(field) => <Input {...field} autoFocus maxLength={100} autoComplete="off" placeholder="Support, everyday" />}
      </FormField>
      <FormField
        form={form}
        name="prompt"
        label="Prompt"
        note="optional"
        help="Its variables become the fields of a case. Without a prompt, values are written as JSON."
      >
        {({ value, onChange }) => <PromptPicker value={value} onPick={onChange} none="No prompt" />}
      </FormField>
      <FormField form={form} name="description" label="Description" note="optional">
        {(field) => <Textarea {...field} rows={2} maxLength={2000} />}
      </FormField>
    </FormDialog>
  );
}
