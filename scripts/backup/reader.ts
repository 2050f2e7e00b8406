/** Reads a backup from start to end, in constant memory. */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import {
  BackupError,
  endOfRows,
  type Header,
  parseHeader,
  parseRowsLine,
  parseTableLine,
  RowSum,
  type RowsSummary,
} from "./format";

const longestLine = 16 * 1024 * 1024;
const newline = Buffer.from("\n");
const terminator = Buffer.from(`\n${endOfRows}`);

/** The decompressed content of the file. Throws sentences. */
async function* contentOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  file.on("error", (error) => gunzip.destroy(error));
  try {
    yield* file.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    throw asSentence(error as NodeJS.ErrnoException, path);
  } finally {
    file.destroy();
  }
}

function asSentence(error: NodeJS.ErrnoException, path: string): Error {
  if (error.code === "ENOENT") return new BackupError(`There is no file ${path}.`);
  if (error.code === "EISDIR") return new BackupError(`${path} is a folder, not a backup.`);
  if (error.code === "EACCES") return new BackupError(`${path} may not be read by this user.`);
  if (error.message === "incorrect header check") return new BackupError("This file is not a backup of Understudy.");
  if (error.message === "unexpected end of file") return cutOff();
  if (error.code?.startsWith("Z_")) return new BackupError(`The backup is damaged: ${error.message}.`);
  return error;
}

const cutOff = () => new BackupError("The backup is incomplete: it was not fully written or copied.");

/** One table of a backup. `rows` must be read to the end before the next table. */
export type TablePart = { name: string; rows: AsyncIterable<Buffer> };

/** Reads a backup: first the header, then its tables in order. */
export class BackupReader {
  readonly #content: AsyncGenerator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#content = contentOf(path);
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#content.next();
    if (done) throw cutOff();
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
  }

  async #line(): Promise<string> {
    let at = this.#rest.indexOf(newline);
    for (; at < 0; at = this.#rest.indexOf(newline)) {
      if (this.#rest.length > longestLine) throw new BackupError("This file is not a backup of Understudy.");
      await this.#more();
    }
    const text = this.#rest.toString("utf8", 0, at);
    this.#rest = this.#rest.subarray(at + 1);
    return text;
  }

  /** Must be called first. */
  async header(): Promise<Header> {
    return parseHeader(await this.#line());
  }

  /** Yields each table. At their end, its rows throw if their count or checksum differs from the file. */
  async *tables(header: Header): AsyncGenerator<TablePart> {
    let rows = 0;
    for (const { name } of header.tables) {
      const tableLine = parseTableLine(await this.#line());
      if (!("table" in tableLine) || tableLine.table !== name)
        throw new BackupError(`The backup is damaged: the table ${name} is not at the position given in its header.`);
      const count = (found: RowsSummary) => (rows += found.rows);
      yield { name, rows: this.#checkedRows(name, count) };
    }
    const end = parseTableLine(await this.#line());
    if (!("end" in end) || end.rows !== rows || this.#rest.length > 0)
      throw new BackupError("The backup is damaged: its last line does not match its content.");
    // Reads the rest, which verifies the trailer of gzip.
    for await (const chunk of this.#content)
      if (chunk.length > 0) throw new BackupError("The backup is damaged: there is data after its end.");
  }

  async *#checkedRows(name: string, onEnd: (found: RowsSummary) => void): AsyncGenerator<Buffer> {
    const sum = new RowSum();
    for await (const chunk of this.#rows()) {
      sum.add(chunk);
      yield chunk;
    }
    const [found, expected] = [sum.total(), parseRowsLine(await this.#line())];
    if (found.rows !== expected.rows || found.sha256 !== expected.sha256)
      throw new BackupError(`The backup is damaged: the rows of ${name} do not match their checksum.`);
    onEnd(found);
  }

  async *#rows(): AsyncGenerator<Buffer> {
    // With a leading line break, the end of an empty table is found like any other.
    this.#rest = Buffer.concat([newline, this.#rest]);
    let from = newline.length;
    for (;;) {
      const end = this.#rest.indexOf(terminator);
      const until = end >= 0 ? end + newline.length : this.#rest.length - terminator.length + 1;
      if (until > from) {
        const chunk = this.#rest.subarray(from, until);
        this.#rest = this.#rest.subarray(until);
        from = 0;
        yield chunk;
      }
      if (end >= 0) {
        this.#rest = this.#rest.subarray(this.#rest.indexOf(endOfRows) + endOfRows.length);
        return;
      }
      await this.#more();
    }
  }

  close(): Promise<unknown> {
    return this.#content.return(undefined);
  }
}

/** Reads a file and verifies every checksum, without a database. */
export async function checkFile(path: string): Promise<Header> {
  const reader = new BackupReader(path);
  try {
    const header = await reader.header();
    for await (const { rows } of reader.tables(header)) for await (const _ of rows);
    return header;
  } finally {
    await reader.close();
  }
}
