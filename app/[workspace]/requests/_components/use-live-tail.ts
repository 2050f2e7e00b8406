"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { reach } from "@/components/ui/reach";
import type { RequestFilter } from "@/lib/requests/filter";
import type { RequestPage } from "@/lib/requests/queries/requests";
import { useWorkspace } from "../../_components/use-workspace";
import { loadNewRequests } from "../actions";

const everyMs = 3_000;

type Options = { isOn: boolean; filter: RequestFilter; since: string; onLook: (found: RequestPage) => void };

/**
 * Looks for new requests again and again while the page is visible, and at once when it becomes visible. Returns why
 * the last look failed; the next one follows anyway.
 */
export function useLiveTail({ isOn, filter, since, onLook }: Options): string | null {
  const workspace = useWorkspace();
  const [failure, setFailure] = useState<string | null>(null);
  const look = useEffectEvent(async (isOver: () => boolean) => {
    const result = await reach(() => loadNewRequests({ workspace, filter, since }));
    if (isOver()) return;
    setFailure(result.ok ? null : result.error.message);
    if (result.ok) onLook(result.data);
  });
  useEffect(() => {
    if (!isOn) return;
    let [isGone, isLooking] = [false, false];
    const lookNow = async () => {
      if (document.hidden || isLooking) return;
      isLooking = true;
      await look(() => isGone);
      isLooking = false;
    };
    const timer = setInterval(() => void lookNow(), everyMs);
    const now = () => void lookNow();
    document.addEventListener("visibilitychange", now);
    now();
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", now);
    };
  }, [isOn]);
  return isOn ? failure : null;
}
