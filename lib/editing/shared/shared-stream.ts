import type { SharedDraftNews } from "@/lib/registry/shared-draft/queries";
import { addressOf } from "./shared-transport";

type StreamPlace = { id: string; tab: string; since: () => number };
export type Stream = { isSilent: () => boolean; close: () => void };

/**
 * A new connection sends its first event at once. Without one for this long, something in between holds events back.
 */
const silentAfterMs = 3_000;

/**
 * Follows the events of a shared draft and reconnects after interruptions. Calls `onSilent` when no events arrive, for
 * example because a proxy refuses or buffers them.
 */
export function openStream(
  workspace: string,
  { id, tab, since }: StreamPlace,
  onNews: (news: SharedDraftNews) => void,
  onSilent: () => void,
): Stream {
  let source: EventSource | null = null;
  let failures = 0;
  let isSilent = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const awaitEvent = () => {
    silence ??= setTimeout(() => {
      isSilent = true;
      onSilent();
    }, silentAfterMs);
  };
  const open = () => {
    const query = new URLSearchParams({ id, tab, since: String(since()) });
    source = new EventSource(`${addressOf(workspace)}?${query}`);
    awaitEvent();
    source.onmessage = (event: MessageEvent<string>) => {
      failures = 0;
      isSilent = false;
      clearTimeout(silence);
      silence = undefined;
      onNews(JSON.parse(event.data) as SharedDraftNews);
    };
    source.onerror = () => {
      // A new connection asks for the events after the last received one. The browser would not reconnect on every
      // error.
      source?.close();
      clearTimeout(retry);
      awaitEvent();
      retry = setTimeout(open, Math.min(5_000, 100 * 2 ** failures++));
    };
  };
  open();
  return {
    isSilent: () => isSilent,
    close: () => {
      clearTimeout(retry);
      clearTimeout(silence);
      source?.close();
    },
  };
}
