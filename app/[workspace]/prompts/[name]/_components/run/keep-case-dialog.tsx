"use client";

import { useEffect } from "react";
import * as z from "zod/mini";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormField } from "@/components/ui/form-field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { TagsInput } from "@/components/ui/tags-input";
import { TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { useForm } from "@/components/ui/use-form";
import { useRead } from "@/components/ui/use-read";
import type { CaseSource } from "@/lib/evaluation/suites/views";
import type { PlaceholderValues } from "@/lib/evaluation/values";
import { keepCase, loadSuites } from "../../actions/cases";

/** The data of a new case: the values of the run, and its answer as the initial expected answer. */
export type CaseDraft = {
  variables: Record<string, unknown>;
  placeholders: PlaceholderValues;
  answer: string;
  source: CaseSource;
};

type Props = { prompt: string; draft: CaseDraft; onClose: () => void };

const another = "another";

const schema = z
  .object({
    suiteId: z.string().check(z.minLength(1, "The suites are still loading.")),
    newName: z.string(),
    name: z.string(),
    expected: z.string(),
    tags: z.array(z.string()),
  })
  .check(
    z.refine(({ suiteId, newName }) => suiteId !== another || newName.trim() !== "", {
      path: ["newName"],
      error: "Give the new suite a name.",
    }),
  );

/** A dialog that saves a run as a test case, with a suite, a name, an expected answer and tags. */
export function KeepCaseDialog({ prompt, draft, onClose }: Props) {
  const workspace = useWorkspace();
  const { data: suites, failure: unread } = useRead(loadSuites, { workspace, prompt });
  const form = useForm({
    schema,
    values: { suiteId: "", newName: `${prompt}, from the playground`, name: "", expected: draft.answer, tags: [] },
    run: ({ suiteId, newName, expected, ...one }) => {
      const { variables, placeholders, source } = draft;
      return keepCase({
        workspace,
        ...(suiteId === another ? { newSuite: { name: newName, prompt } } : { suiteId }),
        one: { ...one, variables, placeholders, source, ...(expected.trim() && { expected }) },
      });
    },
    onDone: ({ suite }) => {
      onClose();
      toast({
        title: `Kept in ${suite.name}.`,
        detail: (
          <TextLink
            className="text-fg-inverse underline hover:text-fg-inverse"
            href={`/${workspace}/evaluations/suites/${suite.id}`}
          >
            Open the suite
          </TextLink>
        ),
      });
    },
  });

  const { setValue, setFailure } = form;
  useEffect(() => {
    if (unread) setFailure(unread);
    if (suites) setValue("suiteId", suites.find((suite) => suite.prompt === prompt)?.id ?? another);
  }, [suites, unread, prompt, setValue, setFailure]);

  const options = [
    ...(suites ?? []).map((suite) => ({ value: suite.id, label: `${suite.name} (${suite.cases})` })),
    { value: another, label: "A new suite" },
  ];
  return (
    <FormDialog
      form={form}
      title="Keep as a test case"
      description="Saves these values and this answer as a case for later versions."
      onClose={onClose}
      act="Keep case"
      acting="Keeping"
    >
      <FormField form={form} name="suiteId" label="Suite">
        {(field) => <Select {...field} options={suites ? options : []} />}
      </FormField>
      {form.watch("suiteId") === another ? (
        <FormField form={form} name="newName" label="Name of the new suite">
          {(field) => <Input {...field} maxLength={100} />}
        </FormField>
      ) : null}
      <FormField form={form} name="name" label="Name of the case" note="optional">
        {(field) => <Input {...field} maxLength={200} autoComplete="off" />}
      </FormField>
      <FormField
        form={form}
        name="expected"
        label="Expected answer"
        help="Edit it until it is correct. Leave it empty to add checks instead."
      >
        {(field) => <Textarea {...field} rows={6} />}
      </FormField>
      <TagsInput
        tags={form.watch("tags")}
        onChange={(tags) => form.setValue("tags", [...tags])}
        help="Enter or a comma adds one. Cases can be filtered by them."
      />
    </FormDialog>
  );
}
