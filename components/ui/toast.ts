import type { ToastInput } from "./toast-input";

const none: readonly ToastInput[] = [];
let waiting = none;
const listeners = new Set<() => void>();

function change(next: readonly ToastInput[]): void {
  waiting = next;
  for (const listener of listeners) listener();
}

/** Shows a message for 10 s. Hover and focus pause the timer. Call it from client code. */
export function toast(input: ToastInput): void {
  change([...waiting, input]);
}

/** The toasts that are not shown yet. */
export const waitingToasts = {
  all: (): readonly ToastInput[] => waiting,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Returns and removes them. */
  take(): readonly ToastInput[] {
    const taken = waiting;
    if (taken.length > 0) change(none);
    return taken;
  },
};
