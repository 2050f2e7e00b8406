import { useSyncExternalStore } from "react";

let isRaw = false;
const listeners = new Set<() => void>();

/** Shows every tag as it is written, or in words again. */
export function toggleRawTemplates(): void {
  isRaw = !isRaw;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether tags are shown as they are written. */
export function useRawTemplates(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => isRaw,
    () => false,
  );
}
