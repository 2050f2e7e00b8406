import type { WatchForm } from "./watch-form";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** When both halves were last changed by anybody, as the page that was typed into knew it; null: not there. */
export type WatchTimes = { online: string | null; guard: string | null };
/** What is typed and not saved yet, and what it was typed over. */
export type StoredWatch = { form: WatchForm; seen: WatchTimes };

const keyOf = (promptId: string, environment: string) => `understudy.watch.${promptId}.${environment}`;

/** What this browser keeps of an edit; null: nothing, or nothing that fits the form as it is today. */
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

/** Keeps an edit, or lets it go; a full or forbidden store must not stop anybody from typing. */
export function keepWatch(store: Store, promptId: string, environment: string, kept: StoredWatch | null): void {
  try {
    if (kept) store.setItem(keyOf(promptId, environment), JSON.stringify(kept));
    else store.removeItem(keyOf(promptId, environment));
  } catch {
    // What was kept before stays.
  }
}

/** Whether somebody changed what an edit was typed over. */
export const isOutdated = (seen: WatchTimes, now: WatchTimes): boolean =>
  seen.online !== now.online || seen.guard !== now.guard;
