import type { WatchForm } from "./watch-form";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The times of the last saved changes of both halves when the edit started. Null if a half does not exist. */
export type WatchTimes = { online: string | null; guard: string | null };
/** An unsaved edit, with the times of the settings that it is based on. */
export type StoredWatch = { form: WatchForm; seen: WatchTimes };

const keyOf = (promptId: string, environment: string) => `understudy.watch.${promptId}.${environment}`;

/**
 * Returns the edit stored in this browser. Null if there is none or it does not match the current fields of the form.
 */
export function readWatch(store: Store, promptId: string, environment: string, like: WatchForm): StoredWatch | null {
  try {
    const kept = JSON.parse(store.getItem(keyOf(promptId, environment)) ?? "null") as Partial<StoredWatch> | null;
    if (!kept?.form || !kept.seen) return null;
    const { form, seen } = kept;
    const fits = (field: keyof WatchForm) =>
      typeof form[field] === typeof like[field] && Array.isArray(form[field]) === Array.isArray(like[field]);
    if (!(Object.keys(like) as (keyof WatchForm)[]).every(fits)) return null;
    return { form, seen: { online: seen.online ?? null, guard: seen.guard ?? null } };
  } catch {
    return null;
  }
}

/** Stores an edit. Null deletes it. Ignores errors of a full or disabled storage, so that typing still works. */
export function keepWatch(store: Store, promptId: string, environment: string, kept: StoredWatch | null): void {
  try {
    if (kept) store.setItem(keyOf(promptId, environment), JSON.stringify(kept));
    else store.removeItem(keyOf(promptId, environment));
  } catch {
    // The earlier edit remains stored.
  }
}

/** Whether the settings have changed since the edit started. */
export const isOutdated = (seen: WatchTimes, now: WatchTimes): boolean =>
  seen.online !== now.online || seen.guard !== now.guard;
