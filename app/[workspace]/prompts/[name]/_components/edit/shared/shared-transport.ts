import type { SharedDraftAct } from "@/lib/api/shared-draft";
import type { SharedDraftNews } from "@/lib/registry/shared-draft/queries";

/** `isFinal`: asking again changes nothing. */
export type ActReply<Data = unknown> =
  | { ok: true; data: Data }
  | { ok: false; isFinal: boolean; code: string | null; sentence: string | null };

const addressOf = (workspace: string) => `/api/shared-drafts/${encodeURIComponent(workspace)}`;

/** Waits 15 s at most. Never throws. `isLast`: the page may be going. */
export async function sendAct<Data>(workspace: string, act: SharedDraftAct, isLast = false): Promise<ActReply<Data>> {
  try {
    const response = await fetch(addressOf(workspace), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(act),
      keepalive: isLast,
      signal: AbortSignal.timeout(15_000),
    });
    if (response.ok) return { ok: true, data: (await response.json()) as Data };
    const problem = (await response.json().catch(() => null)) as { code?: string; detail?: string } | null;
    const { status } = response;
    const isFinal = status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;
    return { ok: false, isFinal, code: problem?.code ?? null, sentence: problem?.detail ?? null };
  } catch {
    return { ok: false, isFinal: false, code: null, sentence: null };
  }
}

type Place = { id: string; tab: string; since: () => number };

/** Follows a shared draft, over every break. Returns how to stop. */
export function openStream(workspace: string, { id, tab, since }: Place, hear: (news: SharedDraftNews) => void) {
  let source: EventSource | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    const query = new URLSearchParams({ id, tab, since: String(since()) });
    source = new EventSource(`${addressOf(workspace)}?${query}`);
    source.onmessage = (event: MessageEvent<string>) => {
      failures = 0;
      hear(JSON.parse(event.data) as SharedDraftNews);
    };
    source.onerror = () => {
      // A new one asks from what is known by now, also where the browser would give up.
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
