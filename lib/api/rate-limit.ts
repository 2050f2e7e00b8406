import { LRUCache } from "lru-cache";
import type { KeyActor } from "@/lib/auth/actor";
import { clientAddress } from "@/lib/auth/client-address";
import { networkOf } from "@/lib/auth/try-delay";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { publish, subscribe } from "@/lib/core/publish";
import { singleton } from "@/lib/core/singleton";

const windowMs = 60_000;
/** How long counts are collected before they are sent to the other processes of this machine. */
const shareMs = 100;
const topic = "rate-limit";

/** The number of requests since `startedAt` (ms). */
export type Window = { startedAt: number; count: number };

/** Counts more requests in a window of one minute that starts with its first request. Pure. */
export function countRequests(before: Window | undefined, limit: number, now: number, more = 1) {
  const isOpen = before !== undefined && now < before.startedAt + windowMs && now >= before.startedAt;
  const window = isOpen ? { ...before, count: before.count + more } : { startedAt: now, count: more };
  const resetSeconds = Math.max(1, Math.ceil((window.startedAt + windowMs - now) / 1_000));
  return { window, isAllowed: window.count <= limit, remaining: Math.max(0, limit - window.count), resetSeconds };
}

/** The message of a process: its requests per key since the last message. */
type SharedCounts = { from: number; counts: [keyId: string, count: number][] };
type State = { windows: LRUCache<string, Window>; unshared: Map<string, number>; timer: NodeJS.Timeout | undefined };

/** Runtime processes share a port, and the limit of a key applies to all of them together. */
const state = () =>
  singleton<State>("rate-windows", () => {
    const windows = new LRUCache<string, Window>({ max: 50_000 });
    subscribe(topic, (payload) => {
      const { from, counts } = JSON.parse(payload) as SharedCounts;
      if (from === process.pid) return;
      const now = Date.now();
      for (const [keyId, count] of counts)
        windows.set(keyId, countRequests(windows.get(keyId), Number.POSITIVE_INFINITY, now, count).window);
    });
    return { windows, unshared: new Map(), timer: undefined };
  });

function share(keyId: string): void {
  const own = state();
  own.unshared.set(keyId, (own.unshared.get(keyId) ?? 0) + 1);
  own.timer ??= setTimeout(() => {
    own.timer = undefined;
    publish(topic, JSON.stringify({ from: process.pid, counts: [...own.unshared] } satisfies SharedCounts));
    own.unshared.clear();
  }, shareMs).unref();
}

function take(who: string, limit: number, subject: string): Record<string, string> {
  const { windows } = state();
  const { window, isAllowed, remaining, resetSeconds } = countRequests(windows.get(who), limit, Date.now());
  windows.set(who, window);
  share(who);
  const headers = {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(resetSeconds),
  };
  if (isAllowed) return headers;
  throw new AppError(
    "rate_limited",
    `${subject} may send ${limit} requests a minute. Try again in ${resetSeconds} s.`,
    {
      headers: { ...headers, "retry-after": String(resetSeconds) },
    },
  );
}

/** Counts a request of this key on this machine and returns the response headers. Throws 429 `rate_limited`. */
export function takeRequest({
  keyId,
  requestsPerMinute,
}: Pick<KeyActor, "keyId" | "requestsPerMinute">): Record<string, string> {
  return requestsPerMinute === null ? {} : take(keyId, requestsPerMinute, "This key");
}

/**
 * The limit of requests per minute and address without a key. Enough for a large pipeline whose jobs share an address.
 */
const openRequestsPerMinute = 120;

/** The network of a request without a key; null if it is unknown (on a serverless host without TRUSTED_PROXIES). */
export function openNetwork(forwardedFor: string | null): string | null {
  const address = clientAddress(forwardedFor ?? undefined, env().TRUSTED_PROXIES);
  return address === "" ? null : networkOf(address);
}

/** Counts a request without a key: by its network, or else by its subject. Throws 429 `rate_limited`. */
export function takeOpenRequest(by: { network: string } | { subject: string }): Record<string, string> {
  return "network" in by
    ? take(`open ${by.network}`, openRequestsPerMinute, "This address")
    : take(`open for ${by.subject}`, openRequestsPerMinute, "The requested name");
}

/**
 * The limit of requests per minute of one person's pages: a change of a shared draft every 100 ms in two tabs, and
 * about the same for other requests.
 */
const personRequestsPerMinute = 1_500;

/** Counts a request or an action of a person. Throws 429 `rate_limited`. */
export function takePersonRequest(userId: string): void {
  take(`person ${userId}`, personRequestsPerMinute, "You");
}
