import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { reach } from "@/components/ui/reach";
import type { SnippetShelf } from "@/lib/editing/draft/draft-snippets";
import type { EditSetup } from "@/lib/editing/draft/setup";
import type { SnippetReference } from "@/lib/registry/queries/snippets";
import { loadSnippets } from "../../actions/edit";

/** Returns the snippets known to the browser: those from the server, and those loaded when a draft names them. */
export function useShelf({ workspace, snippets, prompt }: EditSetup) {
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
export function useMissingSnippets(
  unloaded: readonly SnippetReference[],
  load: (wanted: readonly SnippetReference[]) => Promise<void>,
): void {
  const loadNow = useEffectEvent(() => load(unloaded));
  const keys = unloaded.map(keyOf).join("\n");
  useEffect(() => {
    if (keys) void loadNow();
  }, [keys]);
}
