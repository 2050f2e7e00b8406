import { isDatabaseUnavailable } from "@/lib/core/database-errors";

/** How many are written at once. */
const most = 100;

/**
 * Writes the first item at once, and together all items that arrive while a write is under way. So no item waits for a
 * timer, and many items need few statements. A batch that fails is written item by item, so that one bad item fails
 * alone.
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
    await null; // what arrives in the same moment goes along
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
