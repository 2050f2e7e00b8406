import { isDatabaseUnavailable } from "@/lib/core/database-errors";

/** The maximum batch size. */
const most = 100;

/**
 * Writes the first item at once, and all items that arrive during a write as one batch after it. No item waits for a
 * timer, and many items need few statements. A failed batch is written item by item, so that only the faulty item
 * fails.
 */
export function inBatches<In, Out>(
  write: (items: readonly In[]) => Promise<readonly Out[]>,
): (item: In) => Promise<Out> {
  type Waiting = { item: In; done: (out: Out) => void; fail: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeTogether(batch: readonly Waiting[]): Promise<void> {
    const outs = await write(batch.map(({ item }) => item));
    for (const [place, { done }] of batch.entries()) done(outs[place] as Out);
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    await null; // items of the same tick join the batch
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await writeTogether(batch).catch(async (error: unknown) => {
        const isHopeless = batch.length === 1 || isDatabaseUnavailable(error);
        for (const one of batch) isHopeless ? one.fail(error) : await writeTogether([one]).catch(one.fail);
      });
    }
    isWriting = false;
  }

  return (item) =>
    new Promise((done, fail) => {
      waiting.push({ item, done, fail });
      if (!isWriting) void writeAll();
    });
}
