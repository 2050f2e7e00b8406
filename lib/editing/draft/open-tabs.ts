import type { StoredDraft } from "./draft-store";

/** The methods of `navigator.locks` that are used here. Browsers have it only on https and on localhost. */
export type Locks = Pick<LockManager, "request" | "query"> | undefined;

const lockOf = (tab: string) => `understudy.tab.${tab}`;

/**
 * Marks an editor as open with a Web Lock of its name. The browser ends the lock with the page, also when the page
 * crashes. Returns a function that ends it. Never throws.
 */
export function holdTab(tab: string, locks: Locks): () => void {
  let letGo = () => {};
  const isLeft = new Promise<void>((done) => {
    letGo = done;
  });
  locks?.request(lockOf(tab), () => isLeft).catch(() => {});
  return letGo;
}

/**
 * Returns the drafts whose editors are closed. An open editor sends its draft itself. Without Web Locks it returns all.
 * Never throws.
 */
export async function withoutOpenTabs(drafts: StoredDraft[], locks: Locks): Promise<StoredDraft[]> {
  const found = await locks?.query().catch(() => undefined);
  const names = new Set([...(found?.held ?? []), ...(found?.pending ?? [])].map(({ name }) => name));
  return drafts.filter(({ tab }) => tab === undefined || !names.has(lockOf(tab)));
}
