import { z } from "zod";
import { AppError } from "./errors";
import { jsonFaults } from "./text";

/** A page of a list. `nextCursor` is null on the last page. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };
export type PageRequest = { limit: number; cursor?: string | undefined };

/** Encodes the sort key of the last row as a cursor. Opaque to clients. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** Decodes a cursor that `encodeCursor` made for the same list. Throws 400 `invalid_cursor` for anything else. */
export function decodeCursor<S extends z.ZodType>(cursor: string | undefined, schema: S): z.output<S> | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    // Our cursors never contain values that PostgreSQL rejects, such as NUL.
    if (jsonFaults(key).length > 0) throw new Error("not a key");
    return schema.parse(key);
  } catch {
    throw new AppError("invalid_cursor", "This cursor does not belong to this list. Start again without one.");
  }
}

/** Converts rows, read with a limit of `limit` + 1, to a page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly (string | number)[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}

/** The sort keys of the usual lists. */
export const byName = ({ name }: { name: string }) => [name];
export const byTime = ({ at, id }: { at: Date; id: string }) => [at.getTime(), id];
export const byCreation = ({ createdAt, id }: { createdAt: Date; id: string }) => [createdAt.getTime(), id];
export const byChange = ({ updatedAt, id }: { updatedAt: Date; id: string }) => [updatedAt.getTime(), id];

/** The cursor key of lists in time order: milliseconds and an id. */
export const timeKey = z.tuple([z.number().int().min(0).max(8.64e15), z.uuid()]);
/** The cursor key of lists by name. */
export const nameKey = z.tuple([z.string().max(500)]);
/** The cursor key of lists by number. */
export const numberKey = z.tuple([
  z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1),
]);
