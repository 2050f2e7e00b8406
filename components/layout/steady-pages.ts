type Send = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

export type SteadyOptions = {
  /** Called with the number of page requests that wait for the server. */
  onWaiting: (count: number) => void;
  /** Whether the server answers at all. */
  isReachable: () => Promise<boolean>;
  sleep: (ms: number) => Promise<void>;
};

/** The pauses between two attempts. The last one repeats. */
const pausesMs = [300, 1_000, 2_000, 3_000];
/** A failure of a server that answers has another cause, such as a redirect to another host. Then the router leaves. */
const mostWhileReachable = 2;

/** Whether this is a request of the router for a page that a person wants to see, not a prefetch. */
function isPageRequest(init: RequestInit | undefined): boolean {
  if (!init?.headers || (init.method ?? "GET") !== "GET") return false;
  const headers = new Headers(init.headers);
  return headers.has("rsc") && !headers.has("next-router-prefetch");
}

/** A proxy answers so while it does not reach the server. */
const isProxyAnswer = ({ status }: Response) => status >= 502 && status <= 504;

/**
 * Repeats requests for pages until the server answers. Without it, the router gives the failed request to the browser,
 * which replaces the page, and what was typed on it, with its own error page. Next's `useOffline` would also send
 * server actions again, although their first request may have been carried out.
 */
export function steady(send: Send, { onWaiting, isReachable, sleep }: SteadyOptions): Send {
  let waiting = 0;
  const count = (change: number) => {
    waiting += change;
    onWaiting(waiting);
  };
  return async (input, init) => {
    if (!isPageRequest(init)) return send(input, init);
    let isCounted = false;
    let reached = 0;
    try {
      for (let attempt = 0; ; attempt++) {
        const [answer] = await Promise.allSettled([send(input, init)]);
        if (answer.status === "fulfilled" && !isProxyAnswer(answer.value)) return answer.value;
        if (await isReachable()) reached++;
        if (reached >= mostWhileReachable || init?.signal?.aborted) {
          if (answer.status === "fulfilled") return answer.value;
          throw answer.reason;
        }
        if (!isCounted) count(1);
        isCounted = true;
        await sleep(pausesMs[Math.min(attempt, pausesMs.length - 1)] ?? 0);
      }
    } finally {
      if (isCounted) count(-1);
    }
  };
}
