import type { ImportAnswer, ImportInput, ImportKind } from "@/lib/api/imports";

/** The result of an import, or a sentence with the reason for a failure. */
export type ImportReply<Kind extends ImportKind> =
  | { ok: true; data: ImportAnswer<Kind> }
  | { ok: false; message: string };

/** Receives the upload progress, 0 to 1. */
export type OnProgress = (share: number) => void;

const lost = "The server did not answer. Nothing was imported. Try again.";
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
    sending.onload = () => done(toReply(sending));
    sending.onerror = () => done({ ok: false, message: lost });
    sending.send(JSON.stringify(input));
  });
}

function toReply<Kind extends ImportKind>({ status, responseText }: XMLHttpRequest): ImportReply<Kind> {
  try {
    const response = JSON.parse(responseText) as ImportAnswer<Kind> | { detail?: unknown };
    if (status === 200) return { ok: true, data: response as ImportAnswer<Kind> };
    const { detail } = response as { detail?: unknown };
    return { ok: false, message: typeof detail === "string" ? detail : lost };
  } catch {
    return { ok: false, message: lost };
  }
}

/** "Sending 40 %" during the upload, then what the server does. Pure. */
export function progressWords(share: number | null, after: string): string {
  return share === null || share >= 1 ? after : `Sending ${Math.floor(share * 100)} %`;
}
