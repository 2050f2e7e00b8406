import { expect, test } from "vitest";
import type { StoredDraft } from "./draft-store";
import { holdTab, type Locks, withoutOpenTabs } from "./open-tabs";

/** The locks of one browser. */
function createLocks() {
  const held = new Map<string, number>();
  const locks = {
    request: async (name: string, work: () => Promise<unknown>) => {
      held.set(name, (held.get(name) ?? 0) + 1);
      await work();
      held.set(name, (held.get(name) ?? 0) - 1);
    },
    query: async () => ({ held: [...held].flatMap(([name, count]) => (count > 0 ? [{ name }] : [])), pending: [] }),
  };
  return locks as unknown as NonNullable<Locks>;
}

const draftOf = (tab?: string) => ({ at: 1, seen: 1, ...(tab !== undefined && { tab }) }) as StoredDraft;
const [open, closed, old] = [draftOf("b.open"), draftOf("b.closed"), draftOf()];

test("the drafts of open tabs stay with them, until they close", async () => {
  const locks = createLocks();
  const letGo = holdTab("b.open", locks);
  holdTab("b.closed", locks)();
  await Promise.resolve();
  expect(await withoutOpenTabs([open, closed, old], locks)).toEqual([closed, old]);
  letGo();
  await Promise.resolve();
  expect(await withoutOpenTabs([open, closed, old], locks)).toEqual([open, closed, old]);
});

test("a page that comes back from the back/forward cache is open again", async () => {
  const locks = createLocks();
  holdTab("b.open", locks)();
  const letGo = holdTab("b.open", locks);
  await Promise.resolve();
  expect(await withoutOpenTabs([open], locks)).toEqual([]);
  letGo();
});

test("without Web Locks, or where the browser refuses them, every draft is taken", async () => {
  const refuse = () => Promise.reject(new Error("SecurityError"));
  const refused = { request: refuse, query: refuse } as unknown as Locks;
  for (const locks of [undefined, refused]) {
    holdTab("b.open", locks)();
    expect(await withoutOpenTabs([open], locks)).toEqual([open]);
  }
});
