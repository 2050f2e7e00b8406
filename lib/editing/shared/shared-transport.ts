import type { SharedDraftAct } from "@/lib/api/shared-draft";

/** `isFinal`: a retry would give the same answer. */
export type ActReply<Data = unknown> =
  | { ok: true; data: Data }
  | { ok: false; isFinal: boolean; code: string | null; sentence: string | null };

/** The path of the route for shared drafts. */
export const addressOf = (workspace: string) => `/api/shared-drafts/${encodeURIComponent(workspace)}`;

/** Waits at most 15 s. Never throws. `isLast`: the page may be closing. */
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

/** The bytes of a document, as text. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

export const fromBase64 = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
