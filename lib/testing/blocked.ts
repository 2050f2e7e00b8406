import { ownThreadId, threadCpuMs } from "@/lib/core/work/thread-time";

/**
 * Watches how long this thread works without a pause, in ms of its own processor time: what a request in between would
 * wait for. A busy machine does not count. Linux only.
 */
export function watchBlocking(): { stop: () => number } {
  const id = ownThreadId();
  const now = () => threadCpuMs(id) ?? 0;
  let [last, longest] = [now(), 0];
  const look = () => {
    const used = now();
    longest = Math.max(longest, used - last);
    last = used;
  };
  const timer = setInterval(look, 1);
  return {
    stop() {
      look();
      clearInterval(timer);
      return longest;
    },
  };
}
