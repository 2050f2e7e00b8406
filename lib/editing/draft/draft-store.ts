import type { DraftHead } from "@/lib/registry/working-draft";
import type { Draft } from "./draft";
import type { Base } from "./setup";

/** The methods of localStorage that are used here. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A draft that the server does not have yet, with the version it started from. */
export type StoredDraft = {
  base: Base;
  /** The newest version that its author knew. The editor announces newer ones. */
  seen: number;
  draft: Draft;
  /** Milliseconds since the epoch. */
  at: number;
  /** The page that wrote it, so that two tabs do not overwrite each other. Missing in drafts of older releases. */
  tab?: string;
  /** The server's draft that it continues. Null: none. */
  over?: DraftHead | null;
  /** The draft copy that it belongs to. Null: the prompt itself. */
  copy?: string | null;
};

export type StoredDraftKey = { promptId: string; userId: string; copy: string | null };

// Incremented when the structure of drafts changes. Older drafts are then ignored.
const form = 1;
const mostDrafts = 20;

const draftsKey = ({ promptId, userId }: StoredDraftKey) => `understudy.drafts.${form}.${promptId}.${userId}`;

/** Returns the stored drafts of a prompt or draft copy, newest first. */
export function readDrafts(store: Store, place: StoredDraftKey): StoredDraft[] {
  return readAll(store, place).filter(({ copy }) => (copy ?? null) === place.copy);
}

/** Stores a draft and replaces the previous one of its tab. Returns false if the store is full or blocked. */
export function keepDraft(store: Store, place: StoredDraftKey, stored: StoredDraft): boolean {
  const mine = { ...stored, copy: place.copy };
  const others = readAll(store, place).filter((other) => !isSamePlace(other, mine));
  return write(store, draftsKey(place), [mine, ...others].slice(0, mostDrafts));
}

/** Deletes a draft that the server has now. */
export function forgetDraft(store: Store, place: StoredDraftKey, stored: Pick<StoredDraft, "base" | "tab">): void {
  const mine = { ...stored, copy: place.copy };
  const all = readAll(store, place);
  const others = all.filter((other) => !isSamePlace(other, mine));
  if (others.length === all.length) return;
  if (others.length > 0) write(store, draftsKey(place), others);
  else store.removeItem(draftsKey(place));
}

type DraftPlace = Pick<StoredDraft, "base" | "tab" | "copy">;

const isSamePlace = (one: DraftPlace, other: DraftPlace) =>
  one.base.version === other.base.version && one.tab === other.tab && (one.copy ?? null) === (other.copy ?? null);

function readAll(store: Store, place: StoredDraftKey): StoredDraft[] {
  const value = read(store, draftsKey(place));
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
    Array.isArray(draft.examples) &&
    Array.isArray(draft.variables) &&
    Array.isArray(draft.removed) &&
    Array.isArray(draft.pins) &&
    typeof draft.model === "object"
  );
}

function read(store: Store, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** A full or blocked store must not prevent editing. The previous value is kept. */
function write(store: Store, key: string, value: unknown): boolean {
  try {
    store.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
