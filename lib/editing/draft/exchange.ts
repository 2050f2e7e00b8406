import type { EditorAnswer, EditorExchange } from "@/lib/api/editor";
import type { DraftHead } from "@/lib/registry/working-draft";

export type Write = NonNullable<EditorExchange["write"]>;
export type SyncRequest = { baseVersion: number; knows: DraftHead | null; write: Write | undefined };

/** The response, or the reason why there is none. */
export type Reply =
  | { ok: true; answer: EditorAnswer }
  | { ok: false; reason: "unreachable" | "signed out" | "refused"; sentence: string | null };

export type SendRound = (round: SyncRequest) => Promise<Reply>;

/** Browsers limit requests of an unloading page to 64 kB. A larger draft stays in the browser until the next visit. */
const lastMomentBytes = 60_000;

const addressOf = (workspace: string) => `/api/editor/${encodeURIComponent(workspace)}`;

/** The place in the editor where the person is, as text. */
export type EditorPresence = NonNullable<EditorExchange["presence"]>;
type Scope = Pick<EditorExchange, "name" | "draftCopyId" | "tab">;

/** Creates the function that sends changes, with the person's place at that moment. */
export function createRoundSender(workspace: string, scope: Scope, where: { current: EditorPresence }): SendRound {
  return (round) => post(workspace, { ...scope, ...round, presence: { ...where.current } });
}

/** Times out after 15 s. Never throws. */
async function post(workspace: string, body: EditorExchange): Promise<Reply> {
  try {
    const response = await fetch(addressOf(workspace), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    if (response.ok) return { ok: true, answer: (await response.json()) as EditorAnswer };
    return await toFailure(response);
  } catch {
    return { ok: false, reason: "unreachable", sentence: null };
  }
}

async function toFailure(response: Response): Promise<Reply> {
  const { status } = response;
  if (status === 401) return { ok: false, reason: "signed out", sentence: null };
  if (status >= 500 || status === 429) return { ok: false, reason: "unreachable", sentence: null };
  const problem = (await response.json().catch(() => null)) as { detail?: unknown } | null;
  return { ok: false, reason: "refused", sentence: typeof problem?.detail === "string" ? problem.detail : null };
}

/** Sends while the page unloads, without waiting for the response. */
export function sendBeforeUnload(workspace: string, body: EditorExchange): void {
  const text = JSON.stringify(body);
  const { write: _, ...silent } = body;
  const fits = new TextEncoder().encode(text).length <= lastMomentBytes;
  fetch(addressOf(workspace), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: fits ? text : JSON.stringify(silent),
    keepalive: true,
  }).catch(() => {});
}
