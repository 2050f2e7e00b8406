import { strToU8, zipSync } from "fflate";

type ZipEntry = { name: string; text: string };

/** The first day of the format: the same files give the same bytes. */
const mtime = new Date(1980, 0, 1);

/** A zip archive of texts, stored as they are. Names are UTF-8. */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const files = Object.fromEntries(entries.map(({ name, text }) => [name, strToU8(text)]));
  return zipSync(files, { level: 0, mtime });
}
