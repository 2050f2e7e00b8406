import { setImmediate } from "node:timers/promises";

/** Some 0.3 ms of work: as long as a request for a prompt may have to wait behind a batch. */
const slice = 40;

/** Does something with every item, letting other requests through between slices. */
export async function inSlices<Item>(items: readonly Item[], work: (item: Item, index: number) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index % slice === slice - 1) await setImmediate();
    work(item, index);
  }
}
