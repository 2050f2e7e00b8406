export type Decoded = { text: string; encoding: "UTF-8" | "UTF-16" | "Windows-1252" };

/**
 * The text of a file: UTF-16 by its mark or its zeros, UTF-8 when it is valid, else Windows-1252, which spreadsheets in Western
 * Europe and America still write. A byte order mark is no part of the text.
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

/** UTF-16 without its mark: in texts of Western languages every second byte of the first ones is zero. */
function bareUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const head = bytes.subarray(0, 200);
  if (head.length < 4 || bytes.length % 2 !== 0) return null;
  const zeros = [0, 1].map((odd) => head.filter((byte, index) => index % 2 === odd && byte === 0).length);
  const most = head.length / 2;
  if ((zeros[1] ?? 0) > most * 0.7 && zeros[0] === 0) return "utf-16le";
  return (zeros[0] ?? 0) > most * 0.7 && zeros[1] === 0 ? "utf-16be" : null;
}

// What stands at 0x80 to 0x9f; Node's own decoder takes them for control characters.
const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function fromWindows1252(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes);
  return text.replaceAll(/[\u0080-\u009f]/g, (sign) => high[sign.charCodeAt(0) - 0x80] ?? sign);
}
