import { AppError } from "@/lib/core/errors";
import { singleton } from "@/lib/core/singleton";

/** How many files one person, key or link downloads at the same time. An export can occupy the database for minutes. */
export const mostDownloads = 4;

/** The number of running downloads by who gets them. */
const running = () => singleton("downloads", () => new Map<string, number>());

/**
 * Counts a download of `who`. Returns a function that ends it. Throws 429 `rate_limited` with this sentence for too
 * many at the same time.
 */
export function takeDownload(who: string, sentence: string): () => void {
  const before = running().get(who) ?? 0;
  if (before >= mostDownloads) throw new AppError("rate_limited", sentence, { headers: { "retry-after": "10" } });
  running().set(who, before + 1);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    const left = (running().get(who) ?? 1) - 1;
    if (left > 0) running().set(who, left);
    else running().delete(who);
  };
}

/** A download that nobody reads for this long does not count. Next drops the body of a HEAD request silently. */
const idleMs = 60_000;

/** The same bytes. Calls `onEnd` once they are sent, are not wanted any more, or nobody reads them. */
export function endingStream(stream: ReadableStream<Uint8Array>, onEnd: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  const idle = setTimeout(onEnd, idleMs).unref();
  const end = () => {
    clearTimeout(idle);
    onEnd();
  };
  return new ReadableStream({
    async pull(controller) {
      try {
        idle.refresh();
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    cancel(reason) {
      end();
      return reader.cancel(reason);
    },
  });
}
