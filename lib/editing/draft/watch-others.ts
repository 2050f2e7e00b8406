type Watched = { workspace: string; name: string; tab: string };

const retryMs = 8_000;
/** A server that answers sooner, without news, does not wait: it stops, for example. */
const soonMs = 1_000;
/** The least time between two requests. */
const gapMs = 300;

/**
 * Calls `onNews` soon after another tab opens the prompt or shares its draft. Waits while the page is hidden. Never
 * throws. Returns a function that ends it.
 */
export function watchOthers({ workspace, name, tab }: Watched, onNews: () => void): () => void {
  const address = `/api/editor/${encodeURIComponent(workspace)}?${new URLSearchParams({ name, tab })}`;
  let request: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = true;
  const wait = async () => {
    if (request || !isOpen || document.hidden) return;
    request = new AbortController();
    let isAnswered = false;
    const beganAt = performance.now();
    try {
      const response = await fetch(address, { signal: request.signal });
      const isNews = response.ok && ((await response.json()) as { isNews: boolean }).isNews;
      isAnswered = isNews || (response.ok && performance.now() - beganAt > soonMs);
      if (isNews && isOpen) onNews();
    } catch {
      // aborted, or the server is away
    }
    request = null;
    clearTimeout(timer);
    timer = setTimeout(() => void wait(), isAnswered ? gapMs : retryMs);
  };
  const onVisibility = () => {
    if (document.hidden) request?.abort();
    else void wait();
  };
  document.addEventListener("visibilitychange", onVisibility);
  void wait();
  return () => {
    isOpen = false;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisibility);
    request?.abort();
  };
}
