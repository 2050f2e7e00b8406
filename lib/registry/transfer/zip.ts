import { strToU8, zipSync } from "fflate";

type ZipEntry = { name: string; text: string };

/** The earliest date of the format, so that equal files give equal bytes. */
const mtime = new Date(1980, 0, 1);

/** Writes an uncompressed zip archive of texts. Names are UTF-8. */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const files = Object.fromEntries(entries.map(({ name, text }) => [name, strToU8(text)]));
  return zipSync(files, { level: 0, mtime });
}
