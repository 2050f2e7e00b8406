import { setTimeout as sleep } from "node:timers/promises";
import type { FromChild, ToChild } from "./messages";
import type { Supervised } from "./supervise";

const longestMs = 1_500;

/** Requests the metrics of every process when one of them needs all. A process that does not respond is left out. */
export function relayMetrics(all: () => Supervised[]) {
  const waiting = new Map<number, (metrics: unknown) => void>();
  let lastId = 0;

  async function ask(child: Supervised): Promise<unknown> {
    const id = ++lastId;
    const reply = new Promise<unknown>((done) => waiting.set(id, done));
    child.tell({ type: "metrics-request", id } satisfies ToChild);
    return Promise.race([reply, sleep(longestMs, null, { ref: false })]).finally(() => waiting.delete(id));
  }

  return {
    /** Handles a message of a process. Ignores messages that are not about metrics. */
    take(message: FromChild, from: Supervised): void {
      if (message.type === "metrics-reply") waiting.get(message.id)?.(message.metrics);
      if (message.type !== "metrics-gather") return;
      const { id } = message;
      const up = all().filter(({ isUp }) => isUp());
      void Promise.all(up.map(ask)).then((replies) => {
        const processes = replies.filter(Array.isArray);
        from.tell({ type: "metrics-gathered", id, processes } satisfies ToChild);
      });
    },
  };
}
