import { LRUCache } from "lru-cache";
import type { KeyActor } from "@/lib/auth/actor";
import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";

const windowMs = 60_000;

/** How many requests of a key came in since `startedAt` (ms). */
export type Window = { startedAt: number; count: number };

/** Counts one more request in a window of a minute that begins with its first request. Pure. */
export function countRequest(before: Window | undefined, limit: number, now: number) {
  const isOpen = before !== undefined && now < before.startedAt + windowMs && now >= before.startedAt;
  const window = isOpen ? { ...before, count: before.count + 1 } : { startedAt: now, count: 1 };
  const resetSeconds = Math.max(1, Math.ceil((window.startedAt + windowMs - now) / 1_000));
  return { window, isAllowed: window.count <= limit, remaining: Math.max(0, limit - window.count), resetSeconds };
}

const windows = () => singleton("rate-windows", () => new LRUCache<string, Window>({ max: 50_000 }));

/** Counts a request of this key on this instance; returns the headers to answer with. Throws 429 `rate_limited`. */
export function takeRequest(actor: KeyActor): Record<string, string> {
  const limit = actor.requestsPerMinute;
  if (limit === null) return {};
  const { window, isAllowed, remaining, resetSeconds } = countRequest(windows().get(actor.keyId), limit, Date.now());
  windows().set(actor.keyId, window);
  const headers = {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
  };
  if (isAllowed) return headers;
  throw new AppError("rate_limited", `This key may send ${limit} requests a minute. Try again in ${resetSeconds} s.`, {
    headers: { ...headers, "retry-after": String(resetSeconds) },
  });
}
