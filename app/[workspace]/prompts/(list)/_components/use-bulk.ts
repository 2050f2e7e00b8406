"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { reach } from "@/components/ui/reach";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import type { BulkInput } from "@/lib/registry/bulk";
import { runBulk } from "../actions";

/** Returns the preview of a bulk change, loaded shortly after the input changes. */
export function useBulkPlan(input: BulkInput | null) {
  const workspace = useWorkspace();
  return useRead(runBulk, input && { workspace, ...input, dryRun: true }, { restMs: 150 });
}

/** Runs a bulk change, shows the result and offers an undo. */
export function useBulkAct(words: (count: number) => string, onDone: () => void) {
  const workspace = useWorkspace();
  const takeBack = async (acts: readonly BulkInput[]) => {
    for (const act of acts) {
      const undone = await reach(() => runBulk({ workspace, ...act }));
      if (!undone.ok) return undone;
    }
    return { ok: true as const, data: null };
  };
  return useAction({
    run: (input: BulkInput) => runBulk({ workspace, ...input }),
    done: ({ changes, undo }) => ({
      title: words(changes.length),
      undo: undo.length > 0 ? { run: () => takeBack(undo) } : undefined,
    }),
    onDone,
    refresh: "done",
  });
}
