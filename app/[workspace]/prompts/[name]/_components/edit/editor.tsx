"use client";

import dynamic from "next/dynamic";
import { useCallback, useId, useRef, useState } from "react";
import type { EditorHandle } from "@/components/editor/editor-types";
import { Slot } from "@/components/layout/slot";
import { useShortcut } from "@/components/layout/use-shortcut";
import { cn } from "@/components/ui/cn";
import { Segmented } from "@/components/ui/segmented";
import type { EditSetup, LoadedVersion, NewerVersion } from "@/lib/editing/draft/setup";
import { useModels } from "../run/use-models";
import { useSamples } from "../samples/use-samples";
import { CompareDialog } from "./compare-dialog";
import { CopyNote } from "./copy-note";
import { type Edit, EditProvider } from "./edit-context";
import { EditorCommands } from "./editor-commands";
import { EditorNews } from "./editor-news";
import { EditorTools } from "./editor-tools";
import { MessageList } from "./message-list";
import { Presence } from "./presence";
import { RunButton } from "./run-button";
import { SavePopover } from "./save-popover";
import { Together } from "./shared/together";
import { useSharedDraft } from "./shared/use-shared-draft";
import { SidePanel } from "./side-panel";
import { UnsavedMarker } from "./unsaved-marker";
import { useAnalysis } from "./use-analysis";
import { useBodyEvents } from "./use-body-events";
import { useDraft } from "./use-draft";
import { useDraftRun } from "./use-draft-run";
import { useJoining } from "./use-joining";
import { useMoveKeys } from "./use-move-keys";
import { useOtherDrafts } from "./use-other-drafts";
import { useSave } from "./use-save";
import { VariablesTable } from "./variables-table";

const JoinPane = dynamic(() => import("./join-pane").then((module) => module.JoinPane), { ssr: false });

type Pane = "edit" | "preview" | "variables";

/**
 * The Edit tab: messages and variables on the left, preview and model on the right. A small screen shows one at a time.
 */
export function Editor({ setup }: { setup: EditSetup }) {
  const kept = useDraft(setup);
  const { draft, dispatch, origin, keepGoing } = kept;
  const { shelf, analysis, diff, changes, marks, faults, setServerFaults } = useAnalysis(setup, kept);
  const sampling = useSamples(setup.prompt.id, setup.sampleSets);
  const [pane, setPane] = useState<Pane>("edit");
  const [isSaveOpen, setSaveOpen] = useState(false);
  const [pressed, setPressed] = useState(0);
  const handles = useRef(new Map<string, EditorHandle>());
  const lastPlace = useRef<string | null>(null);
  const awaited = useRef<string | null>(null);
  const variablesId = useId();
  const isReadOnly = setup.readOnly !== null;

  const onSaved = useCallback(() => setSaveOpen(false), []);
  const together = useSharedDraft(setup, kept);
  const saving = useSave({
    setup,
    kept,
    shelf,
    sharedDraft: together.session?.options.id ?? null,
    setServerFaults,
    onSaved,
  });
  const joining = useJoining(setup, kept);
  const drafts = useOtherDrafts(setup, kept);
  const bringIn = async (newer: NewerVersion) => {
    setSaveOpen(false);
    await joining.bringIn(newer);
    saving.forgetNewer();
  };
  const saveMerged = async (newer: LoadedVersion, input: { message: string; deployTo: string | null }) => {
    const merged = await joining.take(newer, true);
    saving.forgetNewer();
    if (merged) void saving.save({ ...input, merged });
    else setSaveOpen(false);
  };

  const openSave = (open: boolean) => {
    setSaveOpen(open);
    saving.setRefusal(null);
    if (open) void saving.lookForNewer();
  };
  const pressSave = () => setPressed((count) => count + 1);
  useShortcut("mod+s", () => (isSaveOpen ? pressSave() : openSave(true)), !isReadOnly);
  const models = useModels(setup.models);
  const showPreview = useCallback(() => setPane("preview"), []);
  const running = useDraftRun({ setup, draft, analysis, shelf, sampling, onShow: showPreview });
  const runOrStop = () => (running.state.status === "running" ? running.stop() : running.start());
  // In the popover, as in every form, ⌘⏎ sends what is written.
  useShortcut("mod+enter", isSaveOpen ? pressSave : runOrStop, isSaveOpen || setup.canRun);

  const edit: Edit = {
    setup,
    draft,
    dispatch,
    analysis,
    diff,
    isSettled: kept.settled === draft,
    origin,
    marks,
    faults,
    shelf,
    isReadOnly,
    samples: sampling.fields.values,
    setSample: sampling.setValue,
    sampling,
    running,
    models,
    handles,
    lastPlace,
    awaited,
    others: kept.others,
    session: together.session,
    bringIn,
    showVariables: (name) => {
      setPane("variables");
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[aria-label="Sample of ${name}"]`)?.focus());
    },
  };
  const newCount = analysis.found.length;
  const onKeyDown = useMoveKeys({ draft, dispatch, handles, isOn: !isReadOnly && draft.type === "chat" });
  const body = useBodyEvents({ onKeyDown, onFocus: keepGoing.onMove, onBlur: keepGoing.onBlur });
  return (
    <EditProvider value={edit}>
      <Slot id="prompt-state">
        <UnsavedMarker changes={isReadOnly ? 0 : changes} version={origin.base.version} state={kept.state} />
      </Slot>
      <Slot id="prompt-actions">
        <Presence together={together.session && together.people} isNarrow={!isReadOnly} />
        <Together {...together} isUndecided={kept.state.other !== null || joining.joining !== null} />
        {isReadOnly ? null : <CompareDialog />}
        <RunButton />
        {isReadOnly || joining.joining ? null : (
          <SavePopover
            open={isSaveOpen}
            onOpenChange={openSave}
            saving={saving}
            onSaveMerged={saveMerged}
            pressed={pressed}
          />
        )}
      </Slot>
      <EditorCommands
        onSave={isReadOnly || joining.joining ? null : () => openSave(true)}
        onRun={setup.canRun ? running.start : null}
      />
      <CopyNote />
      {joining.joining ? (
        <JoinPane joining={joining.joining} onCancel={() => joining.setJoining(null)} />
      ) : (
        <>
          <div className="sticky top-[var(--topbar)] z-5 bg-surface px-4 pt-2.5 pb-1 md:hidden">
            <Segmented
              label="Part of the editor"
              value={pane}
              onChange={setPane}
              className="grid grid-cols-3"
              options={[
                { value: "edit", label: "Edit" },
                { value: "preview", label: "Preview" },
                {
                  value: "variables",
                  label: newCount ? (
                    <>
                      Variables <b className="text-warning">{newCount}</b>
                    </>
                  ) : (
                    "Variables"
                  ),
                },
              ]}
            />
          </div>
          <div
            data-editor
            ref={body}
            className="grid flex-1 grid-cols-[minmax(0,1fr)_436px] max-lg:grid-cols-[minmax(0,1fr)_340px] max-md:block"
          >
            <div
              className={cn(
                "min-w-0 px-6 pt-4 pb-10 max-md:px-4 max-md:pt-3 max-md:pb-18",
                pane === "preview" && "max-md:hidden",
              )}
            >
              <div className={cn(pane === "variables" && "max-md:hidden")}>
                <EditorNews kept={kept} saving={saving} joining={joining} drafts={drafts} changes={changes} />
                <MessageList />
              </div>
              <section
                aria-labelledby={variablesId}
                data-editor-part="Variables"
                className={cn(pane === "edit" && "max-md:hidden")}
              >
                <VariablesTable headingId={variablesId} />
              </section>
            </div>
            <aside
              aria-label="Preview and model"
              data-editor-part="Preview and model"
              className={cn(
                "min-w-0 border-line border-l bg-surface-sunken max-md:min-h-[60dvh] max-md:border-0 max-md:bg-surface max-md:pb-18",
                pane !== "preview" && "max-md:hidden",
              )}
            >
              <div className="md:sticky md:top-[var(--topbar)] md:max-h-[calc(100dvh-var(--topbar))] md:overflow-y-auto">
                <SidePanel />
              </div>
            </aside>
          </div>
          {isReadOnly || pane !== "edit" ? null : <EditorTools />}
        </>
      )}
    </EditProvider>
  );
}
