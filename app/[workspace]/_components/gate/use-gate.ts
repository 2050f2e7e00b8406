"use client";

import { useCallback, useEffect, useState } from "react";
import { readGate, runGateNow } from "@/app/[workspace]/prompts/[name]/actions/release";
import { type ActionOutcome, reach } from "@/components/ui/reach";
import type { GateResult } from "@/lib/registry/gate/result";
import { useWorkspace } from "../use-workspace";

const everyMs = 1_500;

export type GateTarget = { prompt: string; environment: string; version: number };

export type LiveGate = {
  /** Null if there is no gate, or while it is loading. */
  verdict: GateResult | null;
  isStarting: boolean;
  /** Why the run could not be started or the gate could not be read. */
  failure: string | null;
  run: () => Promise<void>;
};

/**
 * Returns a verdict and updates it while its runs are active. `initial` is the page's verdict; a newer one replaces it.
 */
export function useGate(target: GateTarget, initial: GateResult | null): LiveGate {
  const workspace = useWorkspace();
  const { prompt, environment, version } = target;
  const [known, setKnown] = useState({ given: initial, verdict: initial });
  const [isStarting, setStarting] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (known.given !== initial) setKnown({ given: initial, verdict: initial });
  const { verdict } = known;

  const take = useCallback((result: ActionOutcome<GateResult | null>) => {
    setFailure(result.ok ? null : result.error.message);
    if (result.ok) setKnown((before) => ({ ...before, verdict: result.data }));
  }, []);

  const isRunning = verdict?.state === "running";
  useEffect(() => {
    if (!isRunning) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const result = await reach(() => readGate({ workspace, prompt, environment, version }));
      if (isOver) return;
      take(result);
      timer = setTimeout(look, everyMs);
    };
    timer = setTimeout(look, everyMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isRunning, workspace, prompt, environment, version, take]);

  const run = async () => {
    if (isStarting) return;
    setStarting(true);
    take(await reach(() => runGateNow({ workspace, prompt, environment, version })));
    setStarting(false);
  };
  return { verdict, isStarting, failure, run };
}
