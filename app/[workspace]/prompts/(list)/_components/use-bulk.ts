"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { toast } from "@/components/ui/toast";
import type { BulkInput } from "@/lib/registry/bulk";
import type { BulkResult } from "@/lib/registry/commands/plan-bulk";
import { runBulk } from "../actions";

type Planned = { of: string; result: BulkResult | null; error: string | null };

/** What an act would do, asked anew a moment after it changes; null while that is not known. */
export function useBulkPlan(workspace: string, input: BulkInput | null) {
  const [planned, setPlanned] = useState<Planned | null>(null);
  const wanted = input && JSON.stringify(input);
  useEffect(() => {
    if (wanted === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await runBulk({ workspace, ...JSON.parse(wanted), dryRun: true });
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

/** Does it, says so, and offers to take it back. Resolves with what went wrong, or null. */
export function useBulkAct(workspace: string, words: (count: number) => string) {
  const router = useRouter();
  return async (input: BulkInput): Promise<string | null> => {
    const answer = await runBulk({ workspace, ...input });
    if (!answer.ok) return answer.error.message;
    const { changes, undo } = answer.data;
    const takeBack = async () => {
      for (const act of undo) {
        const undone = await runBulk({ workspace, ...act });
        if (!undone.ok) {
          toast({ title: "It was not taken back.", detail: undone.error.message, tone: "failed" });
          break;
        }
      }
      router.refresh();
    };
    toast({ title: words(changes.length), ...(undo.length > 0 && { undo: takeBack }) });
    router.refresh();
    return null;
  };
}
