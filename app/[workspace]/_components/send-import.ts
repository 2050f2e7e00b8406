import type { ImportAnswer, ImportInput, ImportKind } from "@/lib/api/imports";

/** The result of an import, or a sentence with the reason for a failure. */
export type ImportReply<Kind extends ImportKind> =
  | { ok: true; data: ImportAnswer<Kind> }
  | { ok: false; message: string; isLost: boolean };

/** Receives the upload progress, 0 to 1. */
export type OnProgress = (share: number) => void;

const lost = "The server did not answer. Try again.";
/** The answer to a write was lost, so nobody knows whether it was done. */
const lostWrite = "The server did not answer. The import may be done all the same: look before you try again.";
/** Shorter uploads show no progress. */
const quickBytes = 256 * 1024;

/** Sends files to import. Uses XMLHttpRequest, because `fetch` reports no upload progress. Never throws. */
export function sendImport<Kind extends ImportKind>(
  workspace: string,
  kind: Kind,
  input: ImportInput<Kind>,
  onProgress: OnProgress = () => {},
): Promise<ImportReply<Kind>> {
  return new Promise((done) => {
    const sending = new XMLHttpRequest();
    sending.open("POST", `/api/imports/${encodeURIComponent(workspace)}/${kind}`);
    sending.setRequestHeader("content-type", "application/json");
    sending.upload.onprogress = ({ loaded, total }) => {
      if (total > quickBytes) onProgress(loaded / total);
    };
    const isDryRun = "isDryRun" in input && input.isDryRun === true;
    const message = kind === "prompts" || (kind === "cases" && !isDryRun) ? lostWrite : lost;
    sending.onload = () => done(toReply(sending, message));
    sending.onerror = () => done({ ok: false, message, isLost: true });
    sending.send(JSON.stringify(input));
  });
}

function toReply<Kind extends ImportKind>(
  { status, responseText }: XMLHttpRequest,
  lostMessage: string,
): ImportReply<Kind> {
  try {
    const response = JSON.parse(responseText) as ImportAnswer<Kind> | { detail?: unknown };
    if (status === 200) return { ok: true, data: response as ImportAnswer<Kind> };
    const { detail } = response as { detail?: unknown };
    return typeof detail === "string"
      ? { ok: false, message: detail, isLost: false }
      : { ok: false, message: lostMessage, isLost: true };
  } catch {
    return { ok: false, message: lostMessage, isLost: true };
  }
}

/** "Sending 40 %" during the upload, then what the server does. Pure. */
export function progressWords(share: number | null, after: string): string {
  return share === null || share >= 1 ? after : `Sending ${Math.floor(share * 100)} %`;
}
