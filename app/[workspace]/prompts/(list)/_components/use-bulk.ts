"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import type { BulkInput } from "@/lib/registry/bulk";
import type { BulkResult } from "@/lib/registry/commands/plan-bulk";
import { runBulk } from "../actions";

type Planned = { of: string; result: BulkResult | null; error: string | null };

/** What a bulk change would do, read again a moment after the input changes; null until it is known. */
export function useBulkPlan(workspace: string, input: BulkInput | null) {
  const [planned, setPlanned] = useState<Planned | null>(null);
  const wanted = input && JSON.stringify(input);
  useEffect(() => {
    if (wanted === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await reach(() => runBulk({ workspace, ...JSON.parse(wanted), dryRun: true }));
      if (isCurrent)
        setPlanned({
          of: wanted,
          result: answer.ok ? answer.data : null,
          error: answer.ok ? null : answer.error.message,
        });
    }, 150);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [workspace, wanted]);
  return planned?.of === wanted ? planned : null;
}

/** Runs a bulk change, says what it did, and offers to undo it. */
export function useBulkAct(workspace: string, words: (count: number) => string, onDone: () => void) {
  const router = useRouter();
  return useAction({
    run: (input: BulkInput) => runBulk({ workspace, ...input }),
    onDone: ({ changes, undo }) => {
      const takeBack = async () => {
        for (const act of undo) {
          const undone = await reach(() => runBulk({ workspace, ...act }));
          if (!undone.ok) {
            toast({ title: "It was not undone.", detail: undone.error.message, tone: "failed" });
            break;
          }
        }
        router.refresh();
      };
      toast({ title: words(changes.length), ...(undo.length > 0 && { undo: takeBack }) });
      router.refresh();
      onDone();
    },
  });
}
