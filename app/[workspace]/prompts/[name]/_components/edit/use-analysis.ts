import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { reach } from "@/components/ui/reach";
import { analyzeDraft, type TextFault } from "@/lib/editing/draft/analysis";
import { countChanges, lineMarks } from "@/lib/editing/draft/changes";
import type { Draft } from "@/lib/editing/draft/draft";
import type { SnippetShelf } from "@/lib/editing/draft/draft-snippets";
import type { EditSetup } from "@/lib/editing/draft/setup";
import { diffContents } from "@/lib/registry/diff";
import type { SnippetReference } from "@/lib/registry/queries/snippets";
import { loadSnippets } from "../../actions/edit";
import type { DraftState } from "./use-draft";

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

/** Returns the snippets known to the browser: those from the server, and those loaded when a draft names them. */
function useShelf({ workspace, snippets, prompt }: EditSetup) {
  const [shelf, setShelf] = useState<SnippetShelf>({ found: snippets, missing: [] });
  const requested = useRef(new Set<string>());

  const load = useCallback(
    async (references: readonly SnippetReference[]) => {
      const fresh = references.filter((one) => one.name && !requested.current.has(keyOf(one))).slice(0, 100);
      if (fresh.length === 0) return;
      for (const one of fresh) requested.current.add(keyOf(one));
      const result = await reach(() => loadSnippets({ workspace, wanted: fresh }));
      if (!result.ok) {
        for (const one of fresh) requested.current.delete(keyOf(one));
        return;
      }
      const has = (name: string) => result.data.some((snippet) => snippet.name === name);
      const unknown = fresh.filter(({ name, version }) => version === undefined && !has(name) && name !== prompt.name);
      setShelf(({ found, missing }) => ({
        found: [...found, ...result.data],
        missing: [...missing, ...unknown.map(({ name }) => name)],
      }));
    },
    [workspace, prompt.name],
  );
  return useMemo(() => ({ shelf, load }), [shelf, load]);
}

const keyOf = ({ name, version }: SnippetReference) => `${name}@${version ?? ""}`;

/** Loads the snippets that the draft names and that are not loaded yet. */
function useMissingSnippets(
  unloaded: readonly SnippetReference[],
  load: (wanted: readonly SnippetReference[]) => Promise<void>,
): void {
  const loadNow = useEffectEvent(() => load(unloaded));
  const keys = unloaded.map(keyOf).join("\n");
  useEffect(() => {
    if (keys) void loadNow();
  }, [keys]);
}
