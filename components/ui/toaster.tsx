"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { lateCode } from "./late-code";
import { waitingToasts } from "./toast";
import type { ToastInput } from "./toast-input";

const stack = lateCode(() => import("./toast-stack").then(({ ToastStack }) => ToastStack));
const none: readonly ToastInput[] = [];

/**
 * The container of toasts, once in the root layout. Its code loads after the page and before the first toast, because a
 * toast may have to report that the server cannot be reached.
 */
export function Toaster() {
  const waiting = useSyncExternalStore(waitingToasts.subscribe, waitingToasts.all, () => none);
  const Stack = stack.use();
  const [isUsed, setUsed] = useState(false);
  if (waiting.length > 0 && !isUsed) setUsed(true); // mounted from the first toast on
  useEffect(() => {
    const timer = setTimeout(stack.ask, waiting.length > 0 ? 0 : 1_000);
    return () => clearTimeout(timer);
  }, [waiting.length]);
  return isUsed && Stack ? <Stack waiting={waiting} take={waitingToasts.take} /> : null;
}
