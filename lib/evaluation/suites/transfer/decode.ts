import { decodeAs, type Encoding } from "./encodings";
import { guessEncoding } from "./guess-encoding";

/** `isGuessed`: nothing in the bytes states the encoding, so the reader may correct it. */
export type Decoded = { text: string; encoding: Encoding; isGuessed: boolean };

/**
 * Decodes a file: UTF-16 by its byte order mark or its zero bytes, UTF-8 if it is valid, else the most plausible of the
 * encodings that spreadsheets and editors still write. The byte order mark is removed.
 */
export function decodeFile(bytes: Uint8Array, languages: readonly string[] = []): Decoded {
  const [first, second] = bytes;
  const known = (encoding: Encoding) => ({ text: decodeAs(bytes, encoding), encoding, isGuessed: false });
  if (first === 0xff && second === 0xfe) return known("utf-16le");
  if (first === 0xfe && second === 0xff) return known("utf-16be");
  const bare = bareUtf16(bytes);
  if (bare) return known(bare);
  const encoding = isJapaneseMail(bytes) ? "iso-2022-jp" : isUtf8(bytes) ? null : guessEncoding(bytes, languages);
  return encoding ? { text: decodeAs(bytes, encoding), encoding, isGuessed: true } : known("utf-8");
}

/** Whether the bytes are no text in any of these encodings, as in a picture or an archive. */
export const isBinary = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, 4_096).includes(0) && !((bytes[0] ?? 0) >= 0xfe && (bytes[1] ?? 0) >= 0xfe) && !bareUtf16(bytes);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes) !== null;
  } catch {
    return false;
  }
}

/** Detects ISO-2022-JP, which is ASCII that switches to Japanese with "ESC $ B" or "ESC $ @". */
const isJapaneseMail = (bytes: Uint8Array): boolean =>
  bytes.some(
    (byte, at) => byte === 0x1b && bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x42 || bytes[at + 2] === 0x40),
  );

/** Detects UTF-16 without a byte order mark. In texts of Western languages every second of the first bytes is zero. */
function bareUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const head = bytes.subarray(0, 200);
  if (head.length < 4 || bytes.length % 2 !== 0) return null;
  const zeros = [0, 1].map((odd) => head.filter((byte, index) => index % 2 === odd && byte === 0).length);
  const most = head.length / 2;
  if ((zeros[1] ?? 0) > most * 0.7 && zeros[0] === 0) return "utf-16le";
  return (zeros[0] ?? 0) > most * 0.7 && zeros[1] === 0 ? "utf-16be" : null;
}
