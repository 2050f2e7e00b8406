import { useCallback, useEffect, useState } from "react";
import { reach } from "@/components/ui/reach";
import type { EditSetup } from "@/lib/editing/draft/setup";
import { loadDrafts } from "../../actions/edit";
import type { DraftState } from "./use-draft";

/** Returns the person's other drafts here. They are read again whenever one is set aside or discarded. */
export function useOtherDrafts({ workspace, prompt, copy, drafts }: EditSetup, { keeper, origin, asides }: DraftState) {
  const [lines, setLines] = useState(drafts);
  const draftCopyId = copy?.id ?? null;
  const load = useCallback(async () => {
    const result = await reach(() => loadDrafts({ workspace, name: prompt.name, draftCopyId }));
    if (result.ok) setLines(result.data);
  }, [workspace, prompt.name, draftCopyId]);
  useEffect(() => {
    if (asides > 0) void load();
  }, [asides, load]);
  const others = lines.filter(
    (line) => line.id !== keeper.head?.id && (line.isSetAside || line.baseVersion !== origin.base.version),
  );
  return { others, load };
}

export type OtherDraftList = ReturnType<typeof useOtherDrafts>;
