"use client";

import { useEffect, useState } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input, Textarea } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { Select } from "@/components/ui/select";
import { TagsInput } from "@/components/ui/tags-input";
import { TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { CaseSource } from "@/lib/evaluation/suites/views";
import type { PlaceholderValues } from "@/lib/evaluation/values";
import { keepCase, loadSuites } from "../../actions/cases";

/** What becomes a case: the values it was run with, and the answer to start from. */
export type CaseDraft = {
  variables: Record<string, unknown>;
  placeholders: PlaceholderValues;
  answer: string;
  source: CaseSource;
};

type Suite = { id: string; name: string; prompt: string | null; cases: number };
type Props = { workspace: string; prompt: string; draft: CaseDraft; onClose: () => void };

const another = "another";

/** Keeps an answer as a test case: where, what is right about it, and its tags. */
export function KeepCaseDialog({ workspace, prompt, draft, onClose }: Props) {
  const [suites, setSuites] = useState<Suite[] | null>(null);
  const [suiteId, setSuiteId] = useState("");
  const [newName, setNewName] = useState("");
  const [name, setName] = useState("");
  const [expected, setExpected] = useState(draft.answer);
  const [tags, setTags] = useState<readonly string[]>([]);
  const isNew = suiteId === another;
  const { start, isBusy, failure, setFailure } = useAction({
    run: () => {
      const { variables, placeholders, source } = draft;
      return keepCase({
        workspace,
        ...(isNew ? { newSuite: { name: newName, prompt } } : { suiteId }),
        one: { name, variables, placeholders, source, tags: [...tags], ...(expected.trim() && { expected }) },
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

  useEffect(() => {
    let isCurrent = true;
    void reach(() => loadSuites({ workspace, prompt })).then((result) => {
      if (!isCurrent) return;
      if (!result.ok) return setFailure(result.error);
      setSuites(result.data);
      setSuiteId(result.data.find((suite) => suite.prompt === prompt)?.id ?? another);
      setNewName(`${prompt}, from the playground`);
    });
    return () => {
      isCurrent = false;
    };
  }, [workspace, prompt, setFailure]);

  const submit = () => {
    if (!suites) return;
    if (!isNew || newName.trim()) start();
    else setFailure({ code: "invalid_request", message: "Give the new suite a name." });
  };
  const options = [
    ...(suites ?? []).map((suite) => ({ value: suite.id, label: `${suite.name} (${suite.cases})` })),
    { value: another, label: "A new suite" },
  ];
  return (
    <FormDialog
      title="Keep as a test case"
      description="Saves these values and this answer as a case for later versions."
      onClose={onClose}
      onSubmit={submit}
      act="Keep case"
      busy={isBusy && "Keeping"}
      failure={failure?.message ?? null}
    >
      <Field label="Suite">
        <Select options={suites ? options : []} value={suiteId} onChange={(event) => setSuiteId(event.target.value)} />
      </Field>
      {isNew ? (
        <Field label="Name of the new suite">
          <Input value={newName} maxLength={100} onChange={(event) => setNewName(event.target.value)} />
        </Field>
      ) : null}
      <Field label="Name of the case" note="optional">
        <Input value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Expected answer" help="Edit it until it is correct. Leave it empty to add checks instead.">
        <Textarea rows={6} value={expected} onChange={(event) => setExpected(event.target.value)} />
      </Field>
      <TagsInput tags={tags} onChange={setTags} help="Enter or a comma adds one. Cases can be filtered by them." />
    </FormDialog>
  );
}
