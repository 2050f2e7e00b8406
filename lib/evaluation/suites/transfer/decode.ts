export type Decoded = { text: string; encoding: "UTF-8" | "UTF-16" | "Windows-1252" };

/**
 * The text of a file: UTF-16 by its mark, UTF-8 when it is valid, else Windows-1252, which spreadsheets in Western
 * Europe and America still write. A byte order mark is no part of the text.
 */
export function decodeFile(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { text: new TextDecoder("utf-16le").decode(bytes), encoding: "UTF-16" };
  if (first === 0xfe && second === 0xff) return { text: new TextDecoder("utf-16be").decode(bytes), encoding: "UTF-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: fromWindows1252(bytes), encoding: "Windows-1252" };
  }
}

// What stands at 0x80 to 0x9f; Node's own decoder takes them for control characters.
const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function fromWindows1252(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes);
  return text.replaceAll(/[\u0080-\u009f]/g, (sign) => high[sign.charCodeAt(0) - 0x80] ?? sign);
}
