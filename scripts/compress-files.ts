import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const forms = [
  // 9 of 11, because the last two levels take ten times as long for 5 % of the size.
  [".br", (data: Buffer) => promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })],
  [".gz", (data: Buffer) => promisify(gzip)(data, { level: 9 })],
] as const;
/** The minimum size in bytes. A smaller file fits into one packet anyway. */
const least = 1_000;

/** Writes a Brotli and a gzip file beside each script, style sheet and SVG in a folder, for the server to send. */
export async function compressFiles(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((one) => /\.(js|css|svg|json)$/.test(one))) {
    const path = join(folder, name);
    const data = await readFile(path);
    if (data.length < least) continue;
    await Promise.all(forms.map(async ([ending, compress]) => writeFile(path + ending, await compress(data))));
  }
}
