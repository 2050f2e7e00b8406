"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useLeaveGuard } from "@/app/[workspace]/evaluations/_components/use-leave-guard";
import { useModels } from "@/app/[workspace]/prompts/[name]/_components/run/use-models";
import { Slot } from "@/components/layout/slot";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { lateDialog } from "@/components/ui/late-dialog";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { ModelOption } from "@/lib/evaluation/models/types";
import { newScorer } from "@/lib/evaluation/scorers/new-scorer";
import type { ScorerConfig, ScorerType } from "@/lib/evaluation/scorers/schema";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import { keepScorers } from "../actions";
import { ScorerSection } from "./scorer-section";
import type { SavedScorers, ScorersSetup } from "./setup";
import { TryPanel } from "./try-panel";

const ScorerDialog = lateDialog(() => import("./scorer-dialog").then((module) => module.ScorerDialog));

type Props = { setup: Omit<ScorersSetup, "models">; saved: SavedScorers; models: Promise<ModelOption[]> };
type Editing = { scorer: ScorerConfig; isNew: boolean };

const sameList = (one: readonly ScorerConfig[], other: readonly ScorerConfig[]) =>
  JSON.stringify(one) === JSON.stringify(other);

/** The scorers by dimension, edited here and saved together, with a panel to try them. */
export function ScorersView({ setup: loadedSetup, saved, models }: Props) {
  const setup = { ...loadedSetup, models: useModels(models) };
  const workspace = useWorkspace();
  const { suiteId, mayWrite } = setup;
  const router = useRouter();
  const [scorers, setScorers] = useState(saved.scorers);
  const [shownHash, setShownHash] = useState(saved.hash);
  if (shownHash !== saved.hash) {
    setShownHash(saved.hash);
    setScorers(saved.scorers);
  }
  const [editing, setEditing] = useState<Editing | null>(null);
  const {
    start: save,
    isBusy: isSaving,
    failure,
    setFailure,
  } = useAction({
    run: () => keepScorers({ workspace, id: suiteId, scorers, expectedHash: saved.hash }),
    done: { title: "The scorers are saved.", detail: "The next run uses them. Earlier runs keep their scorers." },
    refresh: "done",
  });
  const isUnsaved = !sameList(scorers, saved.scorers);
  const question = useLeaveGuard(isUnsaved && !isSaving, "Your changes to these scorers will be lost.");

  const discard = () => setScorers(saved.scorers);
  const put = (next: ScorerConfig) => {
    setScorers((before) =>
      before.some(({ id }) => id === next.id)
        ? before.map((one) => (one.id === next.id ? next : one))
        : [...before, next],
    );
    setEditing(null);
  };
  const add = (type: ScorerType, dimension: Dimension) =>
    setEditing({ scorer: newScorer(type, dimension), isNew: true });
  return (
    <>
      {mayWrite ? (
        <Slot id="suite-actions">
          {isUnsaved ? (
            <Button variant="quiet" className="max-md:hidden" onClick={discard}>
              Discard
            </Button>
          ) : null}
          <Button
            variant="primary"
            className={isUnsaved ? undefined : "max-md:hidden"}
            busy={isSaving && "Saving"}
            off={isUnsaved ? null : "Nothing has changed yet."}
            onClick={() => save()}
          >
            <span>
              Save<span className="max-md:sr-only"> scorers</span>
            </span>
          </Button>
        </Slot>
      ) : null}
      {question}
      <div className="flex min-w-0 flex-1 max-lg:flex-col">
        <div className="min-w-0 flex-1 px-6 pt-5 pb-10 max-md:px-4">
          {failure ? (
            <Callout
              tone="negative"
              live
              className="mb-4"
              action={
                failure.code === "revision_conflict" ? (
                  <LinkButton
                    onClick={() => {
                      setFailure(null);
                      router.refresh();
                    }}
                  >
                    Discard mine and load theirs
                  </LinkButton>
                ) : null
              }
            >
              {failure.message}
            </Callout>
          ) : null}
          <p className="max-w-[62ch] text-fg-muted">
            Every answer of a run is scored by each of these, from 0 to 100&nbsp;%. A case passes a dimension when most
            of its answers pass all its scorers.{" "}
            <TextLink href="/api/v1/docs#saveScorers">Scorers over the API</TextLink>
          </p>
          {isUnsaved ? (
            <Callout className="mt-4 md:hidden" action={<LinkButton onClick={discard}>Discard them</LinkButton>}>
              Your changes are not saved yet.
            </Callout>
          ) : null}
          {dimensions.map((dimension) => (
            <ScorerSection
              key={dimension}
              dimension={dimension}
              scorers={scorers.filter((one) => one.dimension === dimension)}
              saved={saved.scorers}
              setup={setup}
              onAdd={(type) => add(type, dimension)}
              onEdit={(scorer) => setEditing({ scorer, isNew: false })}
              onRemove={({ id }) => setScorers((before) => before.filter((one) => one.id !== id))}
            />
          ))}
        </div>
        <TryPanel setup={setup} scorers={scorers} />
      </div>
      {editing ? (
        <ScorerDialog
          setup={setup}
          scorer={editing.scorer}
          isNew={editing.isNew}
          taken={scorers.map(({ id }) => id)}
          onClose={() => setEditing(null)}
          onDone={put}
        />
      ) : null}
    </>
  );
}
