import type { ActionOutcome } from "@/components/ui/reach";
import type { ImportAnswer, ImportInput, ImportKind } from "@/lib/api/imports";

/** Receives the upload progress, 0 to 1. */
export type OnProgress = (share: number) => void;

const lost = "The server did not answer. Try again.";
/** The answer to a write was lost, so nobody knows whether it was done. */
const lostWrite = "The server did not answer. The import may be done all the same: look before you try again.";
/** Shorter uploads show no progress. */
const quickBytes = 256 * 1024;

/**
 * Sends files to import. Uses XMLHttpRequest, because `fetch` reports no upload progress. Never throws. The code of a
 * failure is `unreachable` if the server did not answer.
 */
export function sendImport<Kind extends ImportKind>(
  workspace: string,
  kind: Kind,
  input: ImportInput<Kind>,
  onProgress: OnProgress = () => {},
): Promise<ActionOutcome<ImportAnswer<Kind>>> {
  return new Promise((done) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", `/api/imports/${encodeURIComponent(workspace)}/${kind}`);
    sending.setRequestHeader("content-type", "application/json");
    sending.upload.onprogress = ({ loaded, total }) => {
      if (total > quickBytes) onProgress(loaded / total);
    };
    const isDryRun = "isDryRun" in input && input.isDryRun === true;
    const message = kind === "prompts" || (kind === "cases" && !isDryRun) ? lostWrite : lost;
    sending.onload = () => done(outcomeOf(sending, message));
    sending.onerror = () => done(unreachable(message));
    sending.send(JSON.stringify(input));
  });
}

const unreachable = (message: string) => ({ ok: false as const, error: { code: "unreachable", message } });

function outcomeOf<Data>({ status, responseText }: XMLHttpRequest, lostMessage: string): ActionOutcome<Data> {
  try {
    const response = JSON.parse(responseText) as unknown;
    if (status === 200) return { ok: true, data: response as Data };
    const { code, detail } = response as { code?: unknown; detail?: unknown };
    if (typeof detail !== "string") return unreachable(lostMessage);
    return { ok: false, error: { code: String(code), message: detail } };
  } catch {
    return unreachable(lostMessage);
  }
}

/** "Sending 40 %" during the upload, then what the server does. Pure. */
export function progressWords(share: number | null, after: string): string {
  return share === null || share >= 1 ? after : `Sending ${Math.floor(share * 100)} %`;
}
