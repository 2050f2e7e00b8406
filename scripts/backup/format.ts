/**
 * A backup is one gzip file of lines: the header as JSON; for each table a line with its name, its rows in COPY text
 * format, `\.`, and a line with their count and SHA-256; at the end a line that marks the end.
 */

import { createHash } from "node:crypto";
import { z } from "zod";
import { parseJson } from "@/lib/core/parse-json";

/** A fault of a file or a database, as a sentence for the operator. */
export class BackupError extends Error {}

const table = z.strictObject({
  name: z.string().min(1),
  /** In the order of the row fields. Generated columns are omitted. */
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).min(1),
  /** For a partition: its parent table and its bounds. Validated, because it is executed as SQL. */
  partition: z
    .strictObject({ of: z.string(), bound: z.string().regex(/^FOR VALUES FROM \('[^']*'\) TO \('[^']*'\)$/) })
    .optional(),
});

const headerSchema = z.object({
  format: z.literal("understudy-backup"),
  formatVersion: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The version of Understudy that wrote it. */
  version: z.string(),
  postgres: z.string(),
  /** The migrations of the database, in order. */
  migrations: z.array(z.string().regex(/^\d{14}_[\w-]+$/)),
  tables: z.array(table),
  sequences: z.array(z.strictObject({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/) })),
  /** The keys that decrypt its secrets, as fingerprints only. */
  encryptionKeys: z.array(z.strictObject({ id: z.string(), fingerprint: z.string() })),
});

/** The first line of a backup. */
export type Header = z.infer<typeof headerSchema>;
export type Table = z.infer<typeof table>;

/** The rows of one table: the count, and the SHA-256 of their COPY text. */
export type RowsSummary = { rows: number; sha256: string };

const rowsSchema = z.strictObject({ rows: z.number().int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const endSchema = z.strictObject({ end: z.literal(true), tables: z.number().int(), rows: z.number().int() });

/** The separator between the last row of a table and its checksum. */
export const endOfRows = "\\.\n";
export const line = (value: object) => `${JSON.stringify(value)}\n`;

function parseLine<T>(schema: z.ZodType<T>, text: string, what: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new BackupError(`The backup is damaged: ${what} cannot be read.`);
  }
}

/** Parses the first line. Throws a sentence if the file is not a backup, or has a newer format. */
export function parseHeader(text: string): Header {
  const parsed = z
    .object({ format: z.literal("understudy-backup"), formatVersion: z.number(), version: z.string() })
    .safeParse(parseJson(text));
  if (!parsed.success) throw new BackupError("This file is not a backup of Understudy.");
  if (parsed.data.formatVersion !== 1)
    throw new BackupError(
      `Understudy ${parsed.data.version} wrote this backup in a form that this version cannot read. Restore it with that version.`,
    );
  return parseLine(headerSchema, text, "its header");
}

export const parseTableLine = (text: string) =>
  parseLine(z.union([z.strictObject({ table: z.string() }), endSchema]), text, "the line that names a table");
export const parseRowsLine = (text: string) => parseLine(rowsSchema, text, "the sum of a table");

/** Counts and hashes the rows of a table as they are streamed. */
export class RowSum {
  rows = 0;
  bytes = 0;
  #hash = createHash("sha256");

  /** COPY writes each row as one line, because line breaks in values are escaped. */
  add(chunk: Buffer): void {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) this.rows++;
    this.bytes += chunk.length;
    this.#hash.update(chunk);
  }

  /** Returns the result. */
  total(): RowsSummary {
    return { rows: this.rows, sha256: this.#hash.digest("hex") };
  }
}
