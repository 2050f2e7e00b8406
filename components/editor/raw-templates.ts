import { useSyncExternalStore } from "react";

let isRaw = false;
const listeners = new Set<() => void>();

/** Switches between tags as written and tags in words. */
export function toggleRawTemplates(): void {
  isRaw = !isRaw;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether tags are shown as written. */
export function useRawTemplates(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isRaw,
    () => false,
  );
}
