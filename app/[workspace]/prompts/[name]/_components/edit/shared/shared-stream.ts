import type { SharedDraftNews } from "@/lib/registry/shared-draft/queries";
import { addressOf } from "./shared-transport";

type StreamPlace = { id: string; tab: string; since: () => number };

/** Follows the events of a shared draft and reconnects after interruptions. Returns a function that stops it. */
export function openStream(
  workspace: string,
  { id, tab, since }: StreamPlace,
  onNews: (news: SharedDraftNews) => void,
) {
  let source: EventSource | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    const query = new URLSearchParams({ id, tab, since: String(since()) });
    source = new EventSource(`${addressOf(workspace)}?${query}`);
    source.onmessage = (event: MessageEvent<string>) => {
      failures = 0;
      onNews(JSON.parse(event.data) as SharedDraftNews);
    };
    source.onerror = () => {
      // A new connection asks for the events after the last received one. The browser would not reconnect on every error.
      source?.close();
      clearTimeout(timer);
      timer = setTimeout(open, Math.min(5_000, 100 * 2 ** failures++));
    };
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
