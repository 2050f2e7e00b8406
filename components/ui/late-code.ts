import { useSyncExternalStore } from "react";
import { toast } from "./toast";

/** Code that a page loads after it is usable. */
export type LateCode<T> = {
  /** Loads it early, before it is needed. After a failure the next call tries again. */
  ask: () => void;
  /** Loads it for what a person opened. On failure `giveUp` closes it again, and a toast reports it. */
  need: (giveUp: () => void) => void;
  /** Returns the code, or null until it is loaded. A hook. */
  use: () => T | null;
};

/** Loads code once for the page, when it is first needed. */
export function lateCode<T>(load: () => Promise<T>): LateCode<T> {
  let code: T | null = null;
  let loading: Promise<boolean> | null = null;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const start = () => {
    loading ??= load().then(
      (loaded) => {
        code = loaded;
        for (const listener of [...listeners]) listener();
        return true;
      },
      () => {
        loading = null;
        return false;
      },
    );
    return loading;
  };
  return {
    ask: () => void start(),
    need: async (giveUp) => {
      if (await start()) return;
      giveUp();
      toast({
        tone: "failed",
        title: "This part of the page cannot be loaded.",
        detail: "Check your connection and try again.",
      });
    },
    use: () =>
      useSyncExternalStore(
        subscribe,
        () => code,
        () => null,
      ),
  };
}
