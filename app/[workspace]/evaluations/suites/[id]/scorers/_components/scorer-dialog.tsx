"use client";

import { useRef, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useAction } from "@/components/ui/use-action";
import { useFirstFault } from "@/components/ui/use-first-fault";
import { scorerForm } from "@/lib/evaluation/scorers/form-registry";
import { freeId } from "@/lib/evaluation/scorers/new-scorer";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import { dimensionWords } from "@/lib/registry/gate/dimension-words";
import { answerDimensions } from "@/lib/registry/gate/dimensions";
import { checkScorer } from "../actions";
import { PercentInput } from "./field-inputs";
import { JudgeFields } from "./judge-fields";
import { ScorerFields } from "./scorer-fields";
import type { FieldErrors, Patch, ScorerSetup } from "./setup";

type Props = {
  setup: ScorerSetup;
  scorer: ScorerConfig;
  isNew: boolean;
  taken: readonly string[];
  onClose: () => void;
  onDone: (scorer: ScorerConfig) => void;
};

/** The dialog of one scorer: its name, its settings, and its threshold. */
export function ScorerDialog({ setup, scorer, isNew, taken, onClose, onDone }: Props) {
  const workspace = useWorkspace();
  const [draft, setDraft] = useState<ScorerConfig>(scorer);
  const [errors, setErrors] = useState<ReadonlyMap<string, string>>(new Map());
  const [unread, setUnread] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLDivElement>(null);
  const focusFirstFault = useFirstFault();
  const [isAsked, setAsked] = useState(false);
  const { label, help, hasDegrees, fields } = scorerForm(scorer.type);
  const isAnswerScorer = draft.dimension !== "consistency";
  const isChanged = JSON.stringify(draft) !== JSON.stringify(scorer);
  const patch: Patch = (fields) => {
    setDraft((before) => ({ ...before, ...fields }) as ScorerConfig);
    setErrors(new Map());
  };
  const error: FieldErrors = (path) => errors.get(path);
  const setReadable = (field: string, isReadable: boolean) =>
    setUnread((before) => {
      const next = new Set(before);
      if (isReadable) next.delete(field);
      else next.add(field);
      return next;
    });

  const { start, isBusy, failure, setFailure } = useAction({
    run: () => {
      const id = isNew ? freeId(draft.name, taken) : scorer.id;
      return checkScorer({ workspace, scorer: { ...draft, id } });
    },
    onDone: (checked) => onDone({ ...checked, version: scorer.version }),
    onRefused: ({ code, errors = [] }) => {
      const found = errors.map(({ pointer, message }) => [pointer.replace(/^\/scorer\/?/, ""), message] as const);
      setErrors(new Map(found));
      focusFirstFault(form.current);
      // An error with a field is shown there. Others, and several at once, are shown above all fields.
      if (found.length > 1) setFailure({ code, message: "Some fields are not valid." });
      return found.length > 1 || Boolean(found[0]?.[0]);
    },
  });
  const submit = () => {
    if (unread.size === 0) return start();
    setFailure({ code: "invalid_request", message: "The JSON cannot be read." });
    focusFirstFault(form.current);
  };
  const close = () => (isChanged && !isAsked ? setAsked(true) : onClose());
  return (
    <FormDialog
      form={{ submit, isBusy, failure }}
      width="wide"
      title={isNew ? `New scorer: ${label}` : scorer.name}
      description={help}
      note={isAsked ? "Your changes are not applied yet. Cancel again to discard them." : null}
      act={isNew ? "Add scorer" : "Apply"}
      acting="Checking"
      cancel={isAsked ? "Discard changes" : "Cancel"}
      onClose={close}
    >
      <div ref={form} className="grid gap-4">
        <Field label="Name" error={error("name")}>
          <Input
            value={draft.name}
            maxLength={80}
            autoComplete="off"
            onChange={(event) => patch({ name: event.target.value })}
          />
        </Field>
        {draft.type === "judge" ? (
          <JudgeFields setup={setup} judge={draft} patch={patch} error={error} />
        ) : fields === "judge" ? null : (
          <ScorerFields fields={fields} scorer={draft} patch={patch} error={error} onReadable={setReadable} />
        )}
        {isAnswerScorer || hasDegrees(draft) ? (
          <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
            {hasDegrees(draft) ? (
              <Field label="Passes from" error={error("threshold")} help="An answer that scores less does not pass.">
                <PercentInput value={draft.threshold} onChange={(threshold) => patch({ threshold })} />
              </Field>
            ) : null}
            {isAnswerScorer ? (
              <Field label="Counts as" help="The dimension whose mean includes this score.">
                <Select
                  value={draft.dimension}
                  options={answerDimensions.map((value) => ({ value, label: dimensionWords[value].name }))}
                  onChange={(event) => patch({ dimension: event.target.value })}
                />
              </Field>
            ) : null}
          </div>
        ) : null}
      </div>
    </FormDialog>
  );
}
