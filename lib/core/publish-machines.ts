import { randomUUID } from "node:crypto";
import { setFarSender } from "./publish";
import { sharedCache } from "./redis";

const mostChars = 1_000;

/**
 * Connects this process to those of other machines through Redis, for these topics only. Without Redis it does nothing.
 * Returns a function that disconnects. Whoever can write to Redis can send hints, so a listener reads anew, or only
 * shows a hint to people.
 */
export function joinMachines(topics: readonly string[]): () => void {
  const cache = sharedCache();
  if (!cache) return () => {};
  const from = randomUUID();
  const deliver = setFarSender((topic, payload) => {
    if (topics.includes(topic)) cache.publish("hints", JSON.stringify({ from, topic, payload })).catch(() => {});
  });
  const stop = cache.subscribe("hints", (message) => {
    const hint = parseHint(message);
    if (hint && hint.from !== from && topics.includes(hint.topic)) deliver(hint.topic, hint.payload);
  });
  return () => {
    setFarSender(null);
    stop();
  };
}

type Hint = { from: unknown; topic: string; payload: string };

function parseHint(message: string): Hint | null {
  if (message.length > mostChars) return null;
  try {
    const { from, topic, payload } = JSON.parse(message) ?? {};
    return typeof topic === "string" && typeof payload === "string" ? { from, topic, payload } : null;
  } catch {
    return null;
  }
}
