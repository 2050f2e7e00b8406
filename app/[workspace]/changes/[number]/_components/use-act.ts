"use client";

import { useRouter } from "next/navigation";
import { useCallback, useState, useTransition } from "react";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/api/action";

/**
 * Runs an action and refreshes the page. Shows a toast if the action fails. `busy` is the name of the running action.
 * `act` returns whether the action succeeded. `said` is what screen readers are told of it.
 */
export function useAct() {
  const router = useRouter();
  const [running, setRunning] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const [said, setSaid] = useState("");
  const act = useCallback(
    async (name: string, run: () => Promise<ActionResult<unknown>>, failed: string, done = ""): Promise<boolean> => {
      setRunning(name);
      setSaid("");
      const result = await reach(run);
      setRunning(null);
      startTransition(() => router.refresh());
      if (result.ok) setSaid(done);
      else toast({ title: failed, detail: result.error.message, tone: "failed" });
      return result.ok;
    },
    [router],
  );
  return { act, busy: running, isPending, said };
}
