export type Decoded = { text: string; encoding: "UTF-8" | "UTF-16" | "Windows-1252" };

/**
 * Decodes a file: UTF-16 by its byte order mark or its zero bytes, UTF-8 if it is valid, else Windows-1252, which
 * spreadsheets in Western Europe and America still write. The byte order mark is removed.
 */
export function decodeFile(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "UTF-16" };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "UTF-16" };
  const bare = bareUtf16(bytes);
  if (bare) return { text: new TextDecoder(bare).decode(bytes), encoding: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: fromWindows1252(bytes), encoding: "Windows-1252" };
  }
}

/** Whether the bytes are no text in any of these encodings, as in a picture or an archive. */
export const isBinary = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, 4_096).includes(0) && !((bytes[0] ?? 0) >= 0xfe && (bytes[1] ?? 0) >= 0xfe) && !bareUtf16(bytes);

/** Detects UTF-16 without a byte order mark. In texts of Western languages every second of the first bytes is zero. */
function bareUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const head = bytes.subarray(0, 200);
  if (head.length < 4 || bytes.length % 2 !== 0) return null;
  const zeros = [0, 1].map((odd) => head.filter((byte, index) => index % 2 === odd && byte === 0).length);
  const most = head.length / 2;
  if ((zeros[1] ?? 0) > most * 0.7 && zeros[0] === 0) return "utf-16le";
  return (zeros[0] ?? 0) > most * 0.7 && zeros[1] === 0 ? "utf-16be" : null;
}

// The characters of bytes 0x80 to 0x9f. Node's own decoder maps them to control characters.
const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function fromWindows1252(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes);
  return text.replaceAll(/[\u0080-\u009f]/g, (sign) => high[sign.charCodeAt(0) - 0x80] ?? sign);
}
