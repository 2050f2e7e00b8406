"use client";

import { useEffect, useState } from "react";
import { reach } from "@/components/ui/reach";
import { useAction } from "@/components/ui/use-action";
import type { BulkInput } from "@/lib/registry/bulk";
import type { BulkResult } from "@/lib/registry/commands/plan-bulk";
import { runBulk } from "../actions";

type BulkPlan = { of: string; result: BulkResult | null; error: string | null };

/**
 * Returns the preview of a bulk change. It is loaded again shortly after the input changes. Null until it is loaded.
 * `askAgain` loads it once more after a failure.
 */
export function useBulkPlan(workspace: string, input: BulkInput | null) {
  const [planned, setPlanned] = useState<BulkPlan | null>(null);
  const [attempt, setAttempt] = useState(0);
  const inputJson = input && JSON.stringify(input);
  useEffect(() => {
    if (inputJson === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await reach(() => runBulk({ workspace, ...JSON.parse(inputJson), dryRun: true }));
      if (isCurrent)
        setPlanned({
          of: `${attempt} ${inputJson}`,
          result: answer.ok ? answer.data : null,
          error: answer.ok ? null : answer.error.message,
        });
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [workspace, inputJson, attempt]);
  const plan = planned?.of === `${attempt} ${inputJson}` ? planned : null;
  return { plan, askAgain: () => setAttempt((last) => last + 1) };
}

/** Runs a bulk change, shows the result and offers an undo. */
export function useBulkAct(workspace: string, words: (count: number) => string, onDone: () => void) {
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
