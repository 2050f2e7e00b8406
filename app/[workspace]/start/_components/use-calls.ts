"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { CallsAnswer } from "@/lib/api/calls";

const everyMs = 1_000;

/** Polls the calls of applications and the completed steps every second while the page is visible. */
export function useCalls(workspace: string, steps: CallsAnswer["steps"]) {
  const [answer, setAnswer] = useState<CallsAnswer>({ calls: [], steps });
  const [isListening, setListening] = useState(false);
  const router = useRouter();
  const { hasPrompt, firstCall, hasChange } = answer.steps;
  const done = [hasPrompt, firstCall !== null, hasChange].filter(Boolean).length;
  const shown = useRef(done);
  useEffect(() => {
    if (shown.current === done) return;
    shown.current = done;
    router.refresh(); // updates the step count in the sidebar
  }, [router, done]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = new AbortController();
    const ask = async () => {
      if (document.visibilityState === "visible") {
        const found = await fetch(`/api/calls/${workspace}`, { signal: end.signal })
          .then((response) => (response.ok ? (response.json() as Promise<CallsAnswer>) : null))
          .catch(() => null); // also checked here, because the page may have been left during the request
        if (end.signal.aborted) return;
        setListening(found !== null);
        if (found) setAnswer(found);
      }
      if (!end.signal.aborted) timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [workspace]);
  return { calls: answer.calls, steps: answer.steps, isListening };
}
