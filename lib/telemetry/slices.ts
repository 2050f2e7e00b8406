import { setImmediate } from "node:timers/promises";

/**
 * The number of items per slice: about 0.3 ms of work. This is the longest delay that a batch adds to a resolve
 * request.
 */
const slice = 40;

/** Processes every item and yields to other requests between slices. */
export async function inSlices<Item>(items: readonly Item[], work: (item: Item, index: number) => void): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index % slice === slice - 1) await setImmediate();
    work(item, index);
  }
}
