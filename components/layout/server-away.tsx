"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { steady } from "./steady-pages";

/** A pause of the server that nobody needs to notice (ms). */
const quietMs = 1_000;
const probeMs = 3_000;

let waiting = 0;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

async function isReachable(send: typeof fetch): Promise<boolean> {
  try {
    const { status } = await send("/icon.svg", {
      method: "HEAD",
      cache: "no-store",
      redirect: "manual", // to a sign-in of a proxy: it is reachable
      signal: AbortSignal.timeout(probeMs),
    });
    return status < 502 || status > 504;
  } catch {
    return false;
  }
}

if (typeof window !== "undefined") {
  const send = window.fetch.bind(window);
  window.fetch = steady(send, {
    onWaiting: (count) => {
      waiting = count;
      for (const listener of listeners) listener();
    },
    isReachable: () => isReachable(send),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  });
}

/** Says that a page waits for the server, which does not answer. The page stays as it was until then. */
export function ServerAway() {
  const isWaiting = useSyncExternalStore(
    subscribe,
    () => waiting > 0,
    () => false,
  );
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isWaiting) return setShown(false);
    const timer = setTimeout(() => setShown(true), quietMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-2 z-50 flex justify-center px-3">
      {isShown ? (
        <p className="enter-pop rounded-md bg-surface-raised px-3 py-2 text-13 shadow-popover">
          The server does not answer. The page is updated as soon as it does.
        </p>
      ) : null}
    </div>
  );
}
