import { useEffect, useRef, useState } from "react";
import type { WatchForm } from "@/lib/editing/watch/watch-form";
import { keepWatch, readWatch, type StoredWatch, type WatchTimes } from "@/lib/editing/watch/watch-store";

type Edited = {
  promptId: string;
  environment: string;
  /** The form with the saved settings. */
  saved: WatchForm;
  /** When the settings were last saved. */
  now: WatchTimes;
};

export const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The edit of the settings, stored in the browser until it is saved. A stored edit is restored after the first render,
 * or before the first change, which may be text that was typed before the scripts loaded.
 */
export function useWatchEdit({ promptId, environment, saved, now }: Edited) {
  const [edit, setEdit] = useState<StoredWatch>({ form: saved, seen: now });
  const latest = useRef(edit);
  const restoredFor = useRef("");
  const put = (next: StoredWatch) => {
    latest.current = next;
    setEdit(next);
  };
  const store = (kept: StoredWatch | null) => keepWatch(localStorage, promptId, environment, kept);
  const restore = () => {
    const subject = `${promptId} ${environment}`;
    if (restoredFor.current === subject) return;
    restoredFor.current = subject;
    const found = readWatch(localStorage, promptId, environment, saved);
    if (found) put(found);
  };
  useEffect(restore);
  return {
    ...edit,
    /** Changes fields, and returns the form. */
    change(part: Partial<WatchForm>): WatchForm {
      restore();
      const { form, seen } = latest.current;
      const next = { form: { ...form, ...part }, seen };
      put(next);
      store(isSame(next.form, saved) ? null : next);
      return next.form;
    },
    /** Drops the edit. */
    startOver(): void {
      put({ form: saved, seen: now });
      store(null);
    },
    /** Bases the edit on the settings as they are now. */
    goOn(): void {
      const next = { form: latest.current.form, seen: now };
      put(next);
      store(next);
    },
    /** Forgets the stored edit. It was saved. */
    forget: () => store(null),
  };
}
