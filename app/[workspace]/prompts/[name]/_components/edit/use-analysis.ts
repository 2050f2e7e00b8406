import { useMemo, useState } from "react";
import { analyzeDraft, type TextFault } from "@/lib/editing/draft/analysis";
import { countChanges, lineMarks } from "@/lib/editing/draft/changes";
import type { Draft } from "@/lib/editing/draft/draft";
import type { EditSetup } from "@/lib/editing/draft/setup";
import { diffContents } from "@/lib/registry/diff";
import type { DraftState } from "./use-draft";
import { useMissingSnippets, useShelf } from "./use-shelf";

/** Returns what is derived from the settled draft: its faults, the diff, and the marks beside lines. */
export function useAnalysis(setup: EditSetup, { draft, settled, origin }: DraftState) {
  const { shelf, load } = useShelf(setup);
  const [serverFaults, setServerFaults] = useState<{ of: Draft; faults: TextFault[] } | null>(null);
  const { name } = setup.prompt;
  const analysis = useMemo(() => analyzeDraft(settled, shelf, name), [settled, shelf, name]);
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
    // Faults from the server apply only to the draft that was sent.
    const fromServer = serverFaults?.of === draft ? serverFaults.faults : [];
    for (const fault of [...analysis.faults, ...fromServer])
      byPlace.set(fault.place, [...(byPlace.get(fault.place) ?? []), fault]);
    return byPlace;
  }, [analysis, serverFaults, draft]);
  return { shelf, analysis, diff, changes, marks, faults, setServerFaults };
}
