import { setTimeout as sleep } from "node:timers/promises";
import type { FromChild, ToChild } from "./messages";
import type { Supervised } from "./supervise";

const longestMs = 1_500;

/** Asks every process for its metrics when one of them is asked for all; a process that does not answer is left out. */
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
    /** Takes a message of a process; ignores those that are not about metrics. */
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
