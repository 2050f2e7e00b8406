import type { Content } from "@/lib/template/content";
import type { Draft } from "./draft";

/** The part of localStorage that is needed here. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What somebody had not saved: the draft, and the version it started from. */
export type StoredDraft = {
  base: { version: number; content: Content };
  /** The newest version its author knew of; a newer one is news. */
  seen: number;
  draft: Draft;
  /** Milliseconds since the epoch. */
  at: number;
};

// Raised when the form of a draft changes: older ones are then left alone.
const form = 1;
const kept = 5;

const draftsKey = (promptId: string, userId: string) => `understudy.drafts.${form}.${promptId}.${userId}`;

/** The newest draft, or the one that started from version `from`. */
export function readDraft(store: Store, promptId: string, userId: string, from?: number): StoredDraft | null {
  const drafts = readDrafts(store, promptId, userId);
  return drafts.find(({ base }) => from === undefined || base.version === from) ?? null;
}

/** Keeps the draft, one for each version started from, the five newest. */
export function keepDraft(store: Store, promptId: string, userId: string, stored: StoredDraft): void {
  const others = readDrafts(store, promptId, userId).filter(({ base }) => base.version !== stored.base.version);
  write(store, draftsKey(promptId, userId), [stored, ...others].slice(0, kept));
}

export function dropDraft(store: Store, promptId: string, userId: string, version: number): void {
  const others = readDrafts(store, promptId, userId).filter(({ base }) => base.version !== version);
  if (others.length > 0) write(store, draftsKey(promptId, userId), others);
  else store.removeItem(draftsKey(promptId, userId));
}

function readDrafts(store: Store, promptId: string, userId: string): StoredDraft[] {
  const value = read(store, draftsKey(promptId, userId));
  if (!Array.isArray(value)) return [];
  return (value as StoredDraft[]).filter(isWhole).sort((one, other) => other.at - one.at);
}

function isWhole(stored: Partial<StoredDraft> | null): boolean {
  const { base, draft, at } = stored ?? {};
  return (
    typeof at === "number" &&
    typeof base?.version === "number" &&
    Array.isArray(base.content?.messages) &&
    Array.isArray(draft?.entries) &&
    Array.isArray(draft.variables)
  );
}

function read(store: Store, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** A full or forbidden store must not stop anybody from writing. */
function write(store: Store, key: string, value: unknown): void {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    // What was kept before stays.
  }
}
