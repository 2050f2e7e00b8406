"use client";

import { useState, useTransition } from "react";
import { addToSuite, changeCase } from "@/app/[workspace]/evaluations/actions";
import { readValue, typeOfValue } from "@/app/[workspace]/prompts/[name]/_components/edit/value-text";
import { ValueInput } from "@/app/[workspace]/prompts/[name]/_components/playground/value-input";
import {
  type Fields,
  fieldsOf,
  openPlaceholders,
  turnsOf,
  valuesOf,
} from "@/app/[workspace]/prompts/[name]/_components/samples/sample-values";
import { TurnsField } from "@/app/[workspace]/prompts/[name]/_components/samples/turns-field";
import { jsonFaults } from "@/components/editor/json-faults";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { reach } from "@/components/ui/reach";
import { Segmented } from "@/components/ui/segmented";
import { TagsInput } from "@/components/ui/tags-input";
import type { CaseView, SuiteView } from "@/lib/evaluation/suites/views";
import type { Content, Variable } from "@/lib/template/content";
import { expectedText } from "./case-words";
import { type CheckDraft, draftOf, readDraft } from "./checks/check-draft";
import { ChecksEditor } from "./checks/checks-editor";

type Props = {
  workspace: string;
  suite: SuiteView;
  content: Content | null;
  /** The case to change; null for a new one. */
  one: CaseView | null;
  isReadOnly: boolean;
  onClose: () => void;
  onDone: (cases: CaseView[]) => void;
};

/** The prompt's variables, then what the case holds besides. */
function fieldVariables(content: Content | null, one: CaseView | null): Variable[] {
  const declared = content?.variables ?? [];
  const known = new Set(declared.map(({ name }) => name));
  const more = Object.entries(one?.variables ?? {})
    .filter(([name]) => !known.has(name))
    .map(([name, value]): Variable => ({ name, type: typeOfValue(value), required: false }));
  return [...declared, ...more];
}

/** A case: its values, the earlier turns, the answer that is right, its tags. */
export function CaseDialog({ workspace, suite, content, one, isReadOnly, onClose, onDone }: Props) {
  const [name, setName] = useState(one?.name ?? "");
  const [fields, setFields] = useState<Fields>(() => fieldsOf(one ?? { variables: {}, placeholders: {} }));
  const [free, setFree] = useState("{}");
  const [expected, setExpected] = useState(expectedText(one?.expected));
  const [isJson, setJson] = useState(() =>
    one?.expected === null || one === null ? content?.responseSchema !== undefined : typeof one.expected !== "string",
  );
  const [checks, setChecks] = useState<readonly CheckDraft[]>(() =>
    (one?.checks ?? []).map((check, index) => draftOf(`kept ${index}`, check.type, check)),
  );
  const [isAsked, setAsked] = useState(false);
  const [tags, setTags] = useState<readonly string[]>(one?.tags ?? []);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, startSaving] = useTransition();
  const variables = fieldVariables(content, one);
  const open = [...new Set([...(content ? openPlaceholders(content) : []), ...Object.keys(one?.placeholders ?? {})])];
  const isFree = variables.length === 0 && !content;

  const answer = readAnswer(expected, isJson);
  const submit = () => {
    if (isSaving || isReadOnly) return;
    setAsked(true);
    const read = checks.map(readDraft);
    if (!answer.ok) return setFailure(`Expected answer: ${answer.message}`);
    if (read.some(({ ok }) => !ok)) return setFailure("A check is not complete. Fill it in, or remove it.");
    const wrong = variables.find(({ name, type }) => fields.values[name] && !readValue(fields.values[name], type).ok);
    const typed = isFree ? readValue(free, "object") : null;
    if (wrong) return setFailure(`${wrong.name} cannot be read.`);
    if (typed && !typed.ok) return setFailure(`Values: ${typed.message}`);
    setFailure(null);
    const whole = {
      name,
      variables: typed?.ok ? (typed.value as Record<string, unknown>) : valuesOf(fields, variables),
      placeholders: turnsOf(fields),
      expected: answer.value,
      checks: read.flatMap((each) => (each.ok ? [each.check] : [])),
      tags: [...tags],
    };
    startSaving(async () => {
      const { id } = suite;
      const result = one
        ? await reach(() =>
            changeCase({ workspace, id, caseKey: one.key, changes: { ...whole, expectedRevision: one.addedIn } }),
          )
        : await reach(() => addToSuite({ workspace, id, cases: [whole] }));
      if (result.ok) onDone(result.data.cases);
      else setFailure(result.error.message);
    });
  };

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      held={isSaving}
      width="wide"
      onSubmit={submit}
      title={one ? "Case" : "New case"}
      {...(one?.source && { description: sourceWords(one) })}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">{isReadOnly ? "Close" : "Cancel"}</Button>
          </DialogClose>
          {isReadOnly ? null : (
            <Button variant="primary" type="submit" busy={isSaving && "Saving"}>
              {one ? "Save case" : "Add case"}
            </Button>
          )}
        </>
      }
    >
      <fieldset disabled={isReadOnly} className="grid gap-4">
        <legend className="sr-only">Case</legend>
        {failure ? (
          <Callout tone="negative" live>
            {failure}
          </Callout>
        ) : null}
        <Field label="Name" note="optional" help="A few words that distinguish it from the others.">
          <Input value={name} maxLength={200} autoComplete="off" onChange={(event) => setName(event.target.value)} />
        </Field>
        {open.map((place) => (
          <TurnsField
            key={place}
            name={place}
            turns={fields.turns[place] ?? []}
            onChange={(turns) => setFields((before) => ({ ...before, turns: { ...before.turns, [place]: turns } }))}
          />
        ))}
        {isFree ? (
          <Field label="Values" note="JSON object" help='For example { "message": "Where is my tent?" }'>
            <Textarea mono rows={4} value={free} spellCheck={false} onChange={(event) => setFree(event.target.value)} />
          </Field>
        ) : (
          variables.map((variable) => (
            <ValueInput
              key={variable.name}
              variable={variable}
              only={null}
              isAsked={false}
              value={fields.values[variable.name] ?? ""}
              onChange={(text) =>
                setFields((before) => ({ ...before, values: { ...before.values, [variable.name]: text } }))
              }
            />
          ))
        )}
        <Field
          label="Expected answer"
          note="optional"
          labelEnd={
            <Segmented
              label="The expected answer is"
              value={isJson ? "json" : "text"}
              onChange={(kind) => setJson(kind === "json")}
              options={[
                { value: "text", label: "Text" },
                { value: "json", label: "JSON" },
              ]}
            />
          }
          error={answer.ok ? null : answer.message}
        >
          <Textarea
            rows={5}
            mono={isJson}
            spellCheck={!isJson}
            value={expected}
            onChange={(event) => setExpected(event.target.value)}
          />
        </Field>
        <ChecksEditor checks={checks} onChange={setChecks} isReadOnly={isReadOnly} isAsked={isAsked} />
        <TagsInput
          tags={tags}
          onChange={setTags}
          isOff={isReadOnly}
          help="Enter or a comma adds one. Cases can be filtered by them."
        />
      </fieldset>
    </Dialog>
  );
}

type Answer = { ok: true; value: unknown } | { ok: false; message: string };

/** What was typed as the expected answer; null when nothing was. */
function readAnswer(text: string, isJson: boolean): Answer {
  if (text.trim() === "") return { ok: true, value: null };
  if (!isJson) return { ok: true, value: text };
  const [fault] = jsonFaults(text, () => []);
  return fault ? { ok: false, message: `Line ${fault.line}: ${fault.message}` } : { ok: true, value: JSON.parse(text) };
}

function sourceWords({ source, createdBy }: CaseView): string {
  if (!source) return "";
  const of = source.prompt ? ` of ${source.prompt}${source.version ? ` v${source.version}` : ""}` : "";
  if (source.kind === "playground")
    return `Kept by ${createdBy} from an answer${of}${source.model ? ` on ${source.model}` : ""}.`;
  return source.kind === "import" ? `Imported by ${createdBy}.` : `From a live use${of}, kept by ${createdBy}.`;
}
