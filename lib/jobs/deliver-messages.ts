import { isDatabaseUp } from "@/lib/core/database-watch";
import { drainOutbox } from "@/lib/core/outbox";
import { consumers } from "./consumers";

const messagesAtOnce = 5;

/** Passes every due message to its handler, topic by topic. Returns the number of messages. */
export async function deliverMessages(until = Number.POSITIVE_INFINITY): Promise<number> {
  let delivered = 0;
  for (const [topic, consumer] of Object.entries(consumers))
    while (isDatabaseUp() && Date.now() < until) {
      const count = await drainOutbox(consumer, { topic, limit: messagesAtOnce });
      delivered += count;
      if (count < messagesAtOnce) break;
    }
  return delivered;
}
