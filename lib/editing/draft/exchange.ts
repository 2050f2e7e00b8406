import type { EditorAnswer, EditorExchange } from "@/lib/api/editor";
import type { DraftHead } from "@/lib/registry/working-draft";

export type Write = NonNullable<EditorExchange["write"]>;
export type Round = { baseVersion: number; knows: DraftHead | null; write: Write | undefined };

/** What came back, or why nothing did. */
export type Reply =
  | { ok: true; answer: EditorAnswer }
  | { ok: false; reason: "unreachable" | "signed out" | "refused"; sentence: string | null };

export type SendRound = (round: Round) => Promise<Reply>;

/** Browsers send at most 64 kB from a page that goes; more stays in this browser for the next visit. */
const lastMomentBytes = 60_000;

const addressOf = (workspace: string) => `/api/editor/${encodeURIComponent(workspace)}`;

/** Where in the editor the person is, in words. */
export type EditorPresence = NonNullable<EditorExchange["presence"]>;
type Scope = Pick<EditorExchange, "name" | "draftCopyId" | "tab">;

/** A way to tell the server what is new here, with where the person is at that moment. */
export function createRoundSender(workspace: string, scope: Scope, where: { current: EditorPresence }): SendRound {
  return (round) => post(workspace, { ...scope, ...round, presence: { ...where.current } });
}

/** Waits 15 s at most. Never throws. */
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

/** Sent while the page goes away; nobody waits for an answer. */
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
