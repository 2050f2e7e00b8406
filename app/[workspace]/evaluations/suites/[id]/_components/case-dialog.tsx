"use client";

import { useState } from "react";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { addToSuite, changeCase } from "@/app/[workspace]/evaluations/actions";
import { ValueInput } from "@/app/[workspace]/prompts/[name]/_components/playground/value-input";
import { TurnsField } from "@/app/[workspace]/prompts/[name]/_components/samples/turns-field";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { FieldError } from "@/components/ui/field";
import { FormField, useFormField } from "@/components/ui/form-field";
import { Input, Textarea } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { TagsInput } from "@/components/ui/tags-input";
import { TextLink } from "@/components/ui/text-link";
import { type Form, useForm } from "@/components/ui/use-form";
import {
  type CaseFields,
  caseSchema,
  fieldVariables,
  firstIncomplete,
  toCaseFields,
} from "@/lib/editing/cases/case-form";
import { openPlaceholders } from "@/lib/editing/samples/sample-values";
import type { CaseView, SuiteView } from "@/lib/evaluation/suites/views";
import type { Content, Variable } from "@/lib/template/content";
import { ChecksEditor } from "./checks/checks-editor";

type Props = {
  suite: SuiteView;
  content: Content | null;
  /** The case to change. Null: a new one. */
  one: CaseView | null;
  isReadOnly: boolean;
  onClose: () => void;
  onDone: (cases: CaseView[]) => void;
};

/** The fields for errors of the server, for both ways to save a case. */
const at = Object.fromEntries(
  (["name", "expected", "checks", "tags"] as const).flatMap((field) => [
    [`/cases/0/${field}`, field],
    [`/changes/${field}`, field],
  ]),
);

/** The dialog of a case: its values, the history, the expected answer, its tags. */
export function CaseDialog({ suite, content, one, isReadOnly, onClose, onDone }: Props) {
  const workspace = useWorkspace();
  const variables = fieldVariables(content, one);
  const isFree = variables.length === 0 && !content;
  const places = [...new Set([...(content ? openPlaceholders(content) : []), ...Object.keys(one?.placeholders ?? {})])];
  const [openCheck, setOpenCheck] = useState<string | null>(null);
  const form = useForm({
    schema: caseSchema(variables, isFree),
    values: toCaseFields(one, content, variables),
    run: (whole) => {
      const { id } = suite;
      return one
        ? changeCase({ workspace, id, caseKey: one.key, changes: { ...whole, expectedRevision: one.addedIn } })
        : addToSuite({ workspace, id, cases: [whole] });
    },
    at,
    onDone: ({ cases }) => onDone(cases),
  });
  const { control: checks, error: checksError } = useFormField({ form, name: "checks" });
  const turns = form.watch("turns");
  const isJson = form.watch("isJson");
  const submit: typeof form.submit = (event) => {
    if (isReadOnly) return;
    const incomplete = firstIncomplete(checks.value);
    if (incomplete) setOpenCheck(incomplete.id);
    form.submit(event);
  };

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      held={form.isBusy}
      width="wide"
      onSubmit={submit}
      title={one ? "Case" : "New case"}
      {...(one?.source && { description: <Source one={one} /> })}
      actions={
        <>
          <DialogClose>
            <Button variant="quiet">{isReadOnly ? "Close" : "Cancel"}</Button>
          </DialogClose>
          {isReadOnly ? null : (
            <Button variant="primary" type="submit" busy={form.isBusy && "Saving"}>
              {one ? "Save case" : "Add case"}
            </Button>
          )}
        </>
      }
    >
      <fieldset disabled={isReadOnly} className="grid gap-4">
        <legend className="sr-only">Case</legend>
        <FailureCallout message={form.failure?.message} />
        <FormField
          form={form}
          name="name"
          label="Name"
          note="optional"
          help="A few words that distinguish it from the others."
        >
          {(field) => <Input {...field} maxLength={200} autoComplete="off" />}
        </FormField>
        {places.map((place) => (
          <TurnsField
            key={place}
            name={place}
            turns={turns[place] ?? []}
            onChange={(next) => form.setValue("turns", { ...turns, [place]: next })}
          />
        ))}
        {isFree ? (
          <FormField
            form={form}
            name="free"
            label="Values"
            note="JSON object"
            help='For example { "message": "Where is my tent?" }'
          >
            {(field) => <Textarea {...field} mono rows={4} spellCheck={false} />}
          </FormField>
        ) : (
          variables.map((variable, index) => (
            <Value key={variable.name} form={form} variable={variable} index={index} />
          ))
        )}
        <FormField
          form={form}
          name="expected"
          label="Expected answer"
          note="optional"
          labelEnd={
            <Segmented
              label="The expected answer is"
              value={isJson ? "json" : "text"}
              onChange={(kind) => {
                form.setValue("isJson", kind === "json");
                void form.trigger("expected");
              }}
              options={[
                { value: "text", label: "Text" },
                { value: "json", label: "JSON" },
              ]}
            />
          }
        >
          {(field) => <Textarea {...field} rows={5} mono={isJson} spellCheck={!isJson} />}
        </FormField>
        <div className="grid gap-1.5">
          <ChecksEditor
            checks={checks.value}
            onChange={checks.onChange}
            open={openCheck}
            onOpen={setOpenCheck}
            isReadOnly={isReadOnly}
            isAsked={form.formState.isSubmitted}
          />
          {checksError ? <FieldError>{checksError}</FieldError> : null}
        </div>
        <TagsInput
          tags={form.watch("tags")}
          onChange={(tags) => form.setValue("tags", [...tags])}
          isOff={isReadOnly}
          help="Enter or a comma adds one. Cases can be filtered by them."
        />
      </fieldset>
    </Dialog>
  );
}

/** The value of one variable. Parse errors are shown while typing. */
function Value({ form, variable, index }: { form: Form<CaseFields>; variable: Variable; index: number }) {
  const { control } = useFormField({ form, name: `values.${index}` });
  return (
    <ValueInput variable={variable} only={null} isAsked={false} value={control.value} onChange={control.onChange} />
  );
}

/** Where a case comes from. The request of a live use is opened, as long as it is kept. */
function Source({ one: { source, createdBy } }: { one: CaseView }) {
  const workspace = useWorkspace();
  if (!source) return null;
  const of = source.prompt ? ` of ${source.prompt}${source.version ? ` v${source.version}` : ""}` : "";
  if (source.kind === "playground")
    return `Kept by ${createdBy} from an answer${of}${source.model ? ` on ${source.model}` : ""}.`;
  if (source.kind === "import") return `Imported by ${createdBy}.`;
  const words = `a live use${of}`;
  return (
    <>
      {"From "}
      {source.interactionId ? (
        <TextLink href={withQuery(`/${workspace}/requests`, { request: source.interactionId })}>{words}</TextLink>
      ) : (
        words
      )}
      {`, kept by ${createdBy}.`}
    </>
  );
}
