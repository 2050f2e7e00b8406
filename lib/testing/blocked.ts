import { ownThreadId, threadCpuMs } from "@/lib/core/work/thread-time";

/**
 * Measures the longest time that this thread works without a pause, in ms of its own processor time: the delay of a
 * request that arrives meanwhile. Load from other processes does not count. Linux only.
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
