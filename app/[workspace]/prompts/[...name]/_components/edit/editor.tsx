"use client";

import { useCallback, useId, useMemo, useRef, useState } from "react";
import type { EditorHandle } from "@/components/editor/editor-types";
import { useShortcut } from "@/components/layout/use-shortcut";
import { cn } from "@/components/ui/cn";
import { Segmented } from "@/components/ui/segmented";
import { diffContents } from "@/lib/registry/diff";
import { useSamples } from "../samples/use-samples";
import { analyzeDraft, type TextFault } from "./analysis";
import { countChanges, lineMarks } from "./changes";
import type { Draft } from "./draft";
import { type Edit, EditProvider } from "./edit-context";
import { EditorNews } from "./editor-news";
import { EditorTools } from "./editor-tools";
import { HeaderSlot } from "./header-slot";
import { MessageList } from "./message-list";
import { RunButton } from "./run-button";
import { SavePopover } from "./save-popover";
import type { EditSetup } from "./setup";
import { SidePanel } from "./side-panel";
import { UnsavedMarker } from "./unsaved-marker";
import { useDraft } from "./use-draft";
import { useDraftRun } from "./use-draft-run";
import { useSave } from "./use-save";
import { useMissingSnippets, useShelf } from "./use-shelf";
import { VariablesTable } from "./variables-table";

type Pane = "edit" | "preview" | "variables";

/** The Edit tab: messages and variables left, what comes of them right; one at a time on a small screen. */
export function Editor({ setup }: { setup: EditSetup }) {
  const kept = useDraft(setup);
  const { draft, dispatch, settled, origin, setOrigin, setRestored, startFrom } = kept;
  const { shelf, load } = useShelf(setup);
  const sampling = useSamples(setup.prompt.id, setup.sampleSets);
  const [serverFaults, setServerFaults] = useState<{ of: Draft; faults: TextFault[] } | null>(null);
  const [pane, setPane] = useState<Pane>("edit");
  const [isSaveOpen, setSaveOpen] = useState(false);
  const [pressed, setPressed] = useState(0);
  const handles = useRef(new Map<string, EditorHandle>());
  const lastPlace = useRef<string | null>(null);
  const awaited = useRef<string | null>(null);
  const variablesId = useId();
  const isReadOnly = setup.readOnly !== null;

  const analysis = useMemo(() => analyzeDraft(settled, shelf, setup.prompt.name), [settled, shelf, setup.prompt.name]);
  const diff = useMemo(() => diffContents(origin.base.content, analysis.content), [origin.base.content, analysis]);
  const changes = useMemo(() => countChanges(diff), [diff]);
  useMissingSnippets(analysis.unloaded, load);
  const marks = useMemo(
    () =>
      new Map(
        diff.messages.flatMap(({ after, lines }) => {
          const id = after && settled.entries[after.index]?.id;
          return id ? [[id, lineMarks(lines)] as const] : [];
        }),
      ),
    [diff, settled],
  );
  const faults = useMemo(() => {
    const byPlace = new Map<string, TextFault[]>();
    // What the server said holds for the text it was sent.
    const fromServer = serverFaults?.of === draft ? serverFaults.faults : [];
    for (const fault of [...analysis.faults, ...fromServer])
      byPlace.set(fault.place, [...(byPlace.get(fault.place) ?? []), fault]);
    return byPlace;
  }, [analysis, serverFaults, draft]);

  const onSaved = useCallback(() => {
    setSaveOpen(false);
    setRestored(false);
  }, [setRestored]);
  const saving = useSave({ setup, draft, shelf, origin, setOrigin, dispatch, setServerFaults, onSaved });

  const openSave = (open: boolean) => {
    setSaveOpen(open);
    saving.setRefusal(null);
    if (open) void saving.lookForNewer();
  };
  useShortcut("mod+s", () => (isSaveOpen ? setPressed((count) => count + 1) : openSave(true)), !isReadOnly);
  const showPreview = useCallback(() => setPane("preview"), []);
  const running = useDraftRun({ setup, draft, analysis, shelf, sampling, onShow: showPreview });
  useShortcut("mod+enter", () => (running.state.status === "running" ? running.stop() : running.start()), setup.canRun);

  const edit: Edit = {
    ...{ setup, draft, dispatch, analysis, diff, origin, marks, faults, shelf, isReadOnly },
    ...{ samples: sampling.fields.values, setSample: sampling.setValue, sampling, running },
    ...{ handles, lastPlace, awaited },
    showVariables: (name) => {
      setPane("variables");
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[aria-label="Sample of ${name}"]`)?.focus());
    },
  };
  const newCount = analysis.found.length;
  return (
    <EditProvider value={edit}>
      <HeaderSlot id="prompt-state">
        <UnsavedMarker changes={isReadOnly ? 0 : changes} version={origin.base.version} />
      </HeaderSlot>
      <HeaderSlot id="prompt-actions">
        <RunButton />
        {isReadOnly ? null : (
          <SavePopover open={isSaveOpen} onOpenChange={openSave} saving={saving} pressed={pressed} />
        )}
      </HeaderSlot>
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
        className="grid flex-1 grid-cols-[minmax(0,1fr)_436px] max-lg:grid-cols-[minmax(0,1fr)_340px] max-md:block"
      >
        <div
          className={cn(
            "min-w-0 px-6 pt-4 pb-10 max-md:px-4 max-md:pt-3 max-md:pb-18",
            pane === "preview" && "max-md:hidden",
          )}
        >
          <div className={cn(pane === "variables" && "max-md:hidden")}>
            <EditorNews kept={kept} saving={saving} changes={changes} startFrom={startFrom} />
            <MessageList />
          </div>
          <section aria-labelledby={variablesId} className={cn(pane === "edit" && "max-md:hidden")}>
            <VariablesTable headingId={variablesId} />
          </section>
        </div>
        <aside
          aria-label="Preview and model"
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
    </EditProvider>
  );
}
