"use client";

import { useRef, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Section } from "@/app/[workspace]/experiments/_components/form/section";
import { keepWatching } from "@/app/[workspace]/prompts/[name]/actions/settings";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { useFirstFault } from "@/components/ui/use-first-fault";
import {
  fromWatchForm,
  toWatchFaults,
  toWatchForm,
  type WatchFaults,
  type WatchForm,
} from "@/lib/editing/watch/watch-form";
import { isOutdated, type WatchTimes } from "@/lib/editing/watch/watch-store";
import type { GateSuite } from "@/lib/evaluation/gate/queries";
import type { ModelOption } from "@/lib/evaluation/models/types";
import type { OnlineEvaluationFields } from "@/lib/evaluation/online/schema";
import type { WatchView } from "@/lib/guards/queries/watch";
import type { GuardFields } from "@/lib/guards/schema";
import type { SaveWatchInput } from "@/lib/guards/watch-schema";
import { spentWords } from "@/lib/guards/watch-words";
import type { ModelRef } from "@/lib/template/content";
import { useModels } from "../../run/use-models";
import { GuardFieldSections } from "./guard-fields";
import { ScorerLines } from "./scorer-lines";
import { SensitivityPanel } from "./sensitivity-panel";
import { UnitInput } from "./unit-input";
import { isSame, useWatchEdit } from "./use-watch-edit";

export type WatchEditorProps = {
  prompt: { id: string; name: string };
  watch: WatchView;
  /** The initial settings if none are saved. */
  suggested: { online: OnlineEvaluationFields; guard: GuardFields };
  suites: readonly GateSuite[];
  models: Promise<ModelOption[]>;
  modelUnderTest: ModelRef | null;
  usesPerDay: number | null;
  backHref: string;
};

const seenOf = ({ online, guard }: WatchView): WatchTimes => ({
  online: online?.updatedAt ?? null,
  guard: guard?.updatedAt ?? null,
});

/** The form that edits how a prompt is watched in an environment. Unsaved edits are stored in the browser. */
export function WatchEditor(props: WatchEditorProps) {
  const workspace = useWorkspace();
  const { prompt, watch, suggested, suites, models, modelUnderTest, usesPerDay, backHref } = props;
  const router = useRouter();
  const { environment, online: live, guard: kept } = watch;
  const saved = toWatchForm(live ?? suggested.online, kept ?? suggested.guard);
  const now = seenOf(watch);
  const { form, seen, ...edit } = useWatchEdit({ promptId: prompt.id, environment, saved, now });
  const [shown, setShown] = useState<WatchFaults>({});
  const page = useRef<HTMLFormElement>(null);
  const focusFirstFault = useFirstFault();
  const typed = fromWatchForm(form);
  const isNew = live === null && kept === null;
  const isEdited = !isSame(form, saved);
  const isBehind = isOutdated(seen, now);

  const options = useModels(models);
  const {
    start: send,
    isBusy: isSaving,
    failure,
    setFailure,
  } = useAction({
    run: (halves: Pick<SaveWatchInput, "online" | "guard">) =>
      keepWatching({ workspace, name: prompt.name, environment, ...halves, seen }),
    onRefused: ({ code, errors = [] }) => {
      if (code === "revision_conflict") router.refresh();
      setShown(toWatchFaults(errors));
      focusFirstFault(page.current);
      // Errors are also shown above the button, because some have no field and a field can be out of view.
      return false;
    },
    onDone: () => {
      edit.forget();
      toast({
        title: form.isGuarded ? `${prompt.name} is watched in ${environment}.` : `Saved for ${environment}.`,
        detail: form.isGuarded ? "The guard checks every 15 seconds." : undefined,
      });
      router.push(backHref);
      router.refresh();
    },
  });

  const change = (part: Partial<WatchForm>) => {
    const next = edit.change(part);
    if (Object.keys(shown).length > 0) setShown(fromWatchForm(next).faults);
  };
  const start = () => {
    edit.startOver();
    setShown({});
    setFailure(null);
  };
  const goOn = () => {
    edit.goOn();
    setFailure(null);
  };

  const save = () => {
    setFailure(null);
    setShown(typed.faults);
    if (Object.keys(typed.faults).length > 0) return focusFirstFault(page.current);
    // An unchanged half is not saved, because saving a guard resets its state.
    const before = fromWatchForm(saved);
    const online = live && isSame(typed.online, before.online) ? null : typed.online;
    const guard = kept ? (isSame(typed.guard, before.guard) ? null : typed.guard) : form.isGuarded ? typed.guard : null;
    send({ online, guard });
  };

  return (
    <form
      ref={page}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      className="grid flex-1 grid-cols-[minmax(0,1fr)_300px] grid-rows-[auto_1fr] max-lg:grid-cols-1 max-lg:grid-rows-none"
    >
      <div className="min-w-0 lg:border-line lg:border-r">
        {isBehind && isEdited ? (
          <Callout
            tone="warning"
            live
            className="mx-6 mt-4 max-md:mx-4"
            action={
              <>
                <LinkButton onClick={start}>Take theirs</LinkButton> or{" "}
                <LinkButton onClick={goOn}>Keep mine</LinkButton>
              </>
            }
          >
            <b>{kept?.updatedBy ?? live?.updatedBy ?? "Someone"}</b> changed this after you started. Your input is still
            here.
          </Callout>
        ) : null}
        <Section
          title="Scored live"
          help="A share of the live answers is scored, the same share for every version. Applications do not wait for it."
        >
          <Checkbox
            label="Score live answers"
            checked={form.isScored}
            onChange={(event) => change({ isScored: event.target.checked })}
          />
          {form.isScored ? (
            <>
              <div className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
                <UnitInput
                  label="Share of answers"
                  unit="%"
                  help="5 to 10 % is usual."
                  value={form.sampleRate}
                  error={shown.sampleRate}
                  onChange={(sampleRate) => change({ sampleRate })}
                />
                <UnitInput
                  label="At least"
                  note="per day and version"
                  help="If there are enough answers."
                  value={form.minimumPerVersion}
                  error={shown.minimumPerVersion}
                  onChange={(minimumPerVersion) => change({ minimumPerVersion })}
                />
                <UnitInput
                  label="Budget per day"
                  unit="$"
                  placeholder="none"
                  help={
                    live
                      ? spentWords(live.spentTodayUsd, live.judgedToday, live.dailyBudgetUsd)
                      : "The budget for judges. Empty: no limit."
                  }
                  value={form.budgetUsd}
                  error={shown.budgetUsd}
                  onChange={(budgetUsd) => change({ budgetUsd })}
                />
              </div>
              <ScorerLines
                suites={suites}
                modelUnderTest={modelUnderTest}
                models={options}
                scorers={form.scorers}
                saved={live?.scorers ?? []}
                onChange={(scorers) => change({ scorers })}
              />
            </>
          ) : null}
        </Section>
        <GuardFieldSections form={form} faults={shown} onChange={change} />
      </div>
      <SensitivityPanel
        online={typed.online}
        guard={typed.guard}
        findings={kept?.findings ?? []}
        usesPerDay={usesPerDay}
      />
      <div className="grid content-start gap-3 px-6 py-5 max-lg:border-line max-lg:border-t max-md:px-4 lg:border-line lg:border-r">
        {failure ? (
          <Callout tone="negative" live>
            Nothing was saved. {failure.message}
          </Callout>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            variant="primary"
            busy={isSaving && "Saving"}
            off={
              isBehind && isEdited
                ? "Choose first whose settings you keep."
                : isEdited || isNew
                  ? null
                  : "Nothing has changed."
            }
          >
            {isNew ? "Start watching" : "Save"}
          </Button>
          {isEdited ? (
            <Button variant="quiet" onClick={start} off={isSaving}>
              Discard edits
            </Button>
          ) : null}
          <Button variant="quiet" href={backHref}>
            {isEdited ? "Later" : "Back"}
          </Button>
          {isEdited ? <span className="text-12 text-fg-muted">Stored in this browser until you save.</span> : null}
        </div>
      </div>
    </form>
  );
}
