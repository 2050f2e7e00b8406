import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { reach } from "@/components/ui/reach";
import { loadSnippets } from "../../actions/edit";
import type { SnippetShelf } from "./analysis";
import type { EditSetup } from "./setup";

/** The snippets the browser knows: those the server sent, and those loaded when somebody names them. */
export function useShelf({ workspace, snippets, prompt }: EditSetup) {
  const [shelf, setShelf] = useState<SnippetShelf>({ found: snippets, missing: [] });
  const asked = useRef(new Set<string>());

  const load = useCallback(
    async (names: readonly string[]) => {
      const fresh = names.filter((name) => name && !asked.current.has(name));
      if (fresh.length === 0) return;
      for (const name of fresh) asked.current.add(name);
      const result = await reach(() =>
        loadSnippets({ workspace, wanted: fresh.slice(0, 100).map((name) => ({ name })) }),
      );
      if (!result.ok) {
        for (const name of fresh) asked.current.delete(name);
        return;
      }
      const has = (name: string) => result.data.some((snippet) => snippet.name === name);
      setShelf(({ found, missing }) => ({
        found: [...found, ...result.data],
        missing: [...missing, ...fresh.filter((name) => !has(name) && name !== prompt.name)],
      }));
    },
    [workspace, prompt.name],
  );
  return useMemo(() => ({ shelf, load }), [shelf, load]);
}

/** Asks for the snippets that are named and not there. */
export function useMissingSnippets(
  unloaded: readonly string[],
  load: (names: readonly string[]) => Promise<void>,
): void {
  const names = unloaded.join("\n");
  useEffect(() => {
    if (names) void load(names.split("\n"));
  }, [names, load]);
}
