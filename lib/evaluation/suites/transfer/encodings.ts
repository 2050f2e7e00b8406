/** The encodings of text files that people can choose from. Each is a label that `TextDecoder` knows. */
export const encodings = [
  { value: "utf-8", label: "Unicode (UTF-8)" },
  { value: "utf-16le", label: "Unicode (UTF-16)" },
  { value: "utf-16be", label: "Unicode (UTF-16, big-endian)" },
  { value: "windows-1252", label: "Western European (Windows-1252)" },
  { value: "windows-1250", label: "Central European (Windows-1250)" },
  { value: "windows-1254", label: "Turkish (Windows-1254)" },
  { value: "windows-1251", label: "Cyrillic (Windows-1251)" },
  { value: "koi8-r", label: "Cyrillic (KOI8-R)" },
  { value: "windows-1253", label: "Greek (Windows-1253)" },
  { value: "windows-1255", label: "Hebrew (Windows-1255)" },
  { value: "windows-1256", label: "Arabic (Windows-1256)" },
  { value: "windows-874", label: "Thai (Windows-874)" },
  { value: "shift_jis", label: "Japanese (Shift_JIS)" },
  { value: "euc-jp", label: "Japanese (EUC-JP)" },
  { value: "iso-2022-jp", label: "Japanese (ISO-2022-JP)" },
  { value: "gbk", label: "Chinese, simplified (GBK)" },
  { value: "big5", label: "Chinese, traditional (Big5)" },
  { value: "euc-kr", label: "Korean (EUC-KR)" },
] as const;

export type Encoding = (typeof encodings)[number]["value"];

// The characters of bytes 0x80 to 0x9f. Node's own decoder maps them to control characters.
const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** The text of the bytes, without a byte order mark. Bytes that are no character become U+FFFD. */
export function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding !== "windows-1252") return new TextDecoder(encoding).decode(bytes);
  const text = new TextDecoder("latin1").decode(bytes);
  return text.replaceAll(/[\u0080-\u009f]/g, (sign) => high[sign.charCodeAt(0) - 0x80] ?? sign);
}
