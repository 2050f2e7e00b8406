"use client";

import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from "react";
import type { ToastInput } from "./toast-input";

const loadStack = () => import("./toast-stack");
const ToastStack = lazy(async () => ({ default: (await loadStack()).ToastStack }));

const none: readonly ToastInput[] = [];
let waiting = none;
const listeners = new Set<() => void>();

function change(next: readonly ToastInput[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns and removes the waiting toasts. */
function takeWaiting(): readonly ToastInput[] {
  const taken = waiting;
  if (taken.length > 0) change(none);
  return taken;
}

/** Shows a message for 10 s. Hover and focus pause the timer. Call it from client code. */
export function toast(input: ToastInput): void {
  change([...waiting, input]);
}

/**
 * The container of toasts, once in the root layout. Its code loads after the page and before the first toast, because a
 * toast may have to report that the server cannot be reached.
 */
export function Toaster() {
  const inputs = useSyncExternalStore(
    subscribe,
    () => waiting,
    () => none,
  );
  useEffect(() => {
    const timer = setTimeout(() => void loadStack().catch(() => {}), 1_000);
    return () => clearTimeout(timer);
  }, []);
  const [isUsed, setUsed] = useState(false);
  if (inputs.length > 0 && !isUsed) setUsed(true); // mounted from the first toast on
  if (!isUsed) return null;
  return (
    <Suspense fallback={null}>
      <ToastStack waiting={inputs} take={takeWaiting} />
    </Suspense>
  );
}
