import { prisma, type Transaction } from "@/lib/core/db";
import { contentMarks } from "../content-policy";
import { addErasedCounts, type ErasedUser } from "./erase-rows";

/** A row of the log, as JSON. */
type LogRow = Record<string, unknown>;
/** The texts of a batch after the deletion, and the number of rows that it changed. Null if it changes none. */
type Erased = { texts: (string | null)[]; counts: Record<string, number> } | null;

const has = (value: unknown) => value !== undefined && value !== null;

function readRows(text: string): LogRow[] | null {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) && rows.every((row) => typeof row === "object" && row !== null) ? rows : null;
  } catch {
    return null;
  }
}

/** Returns the rows of the user, and rows without a user in the user's traces. Pure. */
function rowsOf({ userId }: ErasedUser, rows: readonly LogRow[], known: readonly string[]): LogRow[] {
  const named = rows.filter((row) => row.user_id === userId);
  const traces = new Set<unknown>([...known, ...named.map((row) => row.trace_id).filter(has)]);
  const hasTexts = ({ session_id, attributes, error, input, output, has_content }: LogRow) =>
    [session_id, attributes, input, output].some(has) || has_content === true || (has(error) && error !== "error");
  return rows.filter((row) => named.includes(row) || (!has(row.user_id) && traces.has(row.trace_id) && hasTexts(row)));
}

function forget(row: LogRow, { standIn }: ErasedUser): void {
  if (has(row.user_id)) row.user_id = standIn;
  if (has(row.error)) row.error = "error";
  for (const name of ["session_id", "attributes", "input", "output"]) row[name] = undefined;
}

/** Erases a user in a batch of answers with its contents. A batch that is no JSON and may name the user is emptied. */
function eraseAnswers(
  user: ErasedUser,
  [answers, contents = null]: readonly (string | null)[],
  traces: readonly string[],
): Erased {
  const rows = readRows(answers ?? "");
  if (!rows) return { texts: ["[]", null], counts: { interactions: 0 } };
  const own = rowsOf(user, rows, traces);
  if (own.length === 0) return null;
  const keys = new Set(own.map(({ key }) => key));
  for (const row of own) {
    forget(row, user);
    row.has_content = false;
    row.content_mark = contentMarks.deleted;
  }
  const texts = contents === null ? [] : readRows(contents);
  const kept = texts?.filter(({ key }) => !keys.has(key)) ?? [];
  return {
    texts: [JSON.stringify(rows), kept.length > 0 ? JSON.stringify(kept) : null],
    counts: { interactions: own.length, contents: (texts?.length ?? 0) - kept.length },
  };
}

function eraseSpans(user: ErasedUser, [spans]: readonly (string | null)[], traces: readonly string[]): Erased {
  const rows = readRows(spans ?? "");
  if (!rows) return { texts: ["[]"], counts: { spans: 0 } };
  const own = rowsOf(user, rows, traces);
  if (own.length === 0) return null;
  for (const row of own) forget(row, user);
  return { texts: [JSON.stringify(rows)], counts: { spans: own.length } };
}

const logs = [
  { table: "direct_batches", columns: ["answers", "contents"], erase: eraseAnswers },
  { table: "direct_spans", columns: ["spans"], erase: eraseSpans },
] as const;

async function eraseBatch(
  tx: Transaction,
  user: ErasedUser,
  { table, columns, erase }: (typeof logs)[number],
  id: string,
  traces: readonly string[],
): Promise<void> {
  const [batch] = await tx.$queryRawUnsafe<{ texts: (string | null)[] }[]>(
    `select array[${columns.join(", ")}] as texts from ${table}
     where workspace_id = $1::uuid and id = $2::bigint and is_aside for update`,
    user.workspaceId,
    id,
  );
  const erased = batch && erase(user, batch.texts, traces);
  if (!erased) return;
  const set = columns.map((column, place) => `${column} = $${place + 3}`).join(", ");
  await tx.$executeRawUnsafe(
    `update ${table} set ${set} where workspace_id = $1::uuid and id = $2::bigint`,
    user.workspaceId,
    id,
    ...erased.texts,
  );
  await addErasedCounts(tx, user, erased.counts);
}

/**
 * Erases a user in the batches of the log that were set aside: nothing moves them to ClickHouse, and a person may put
 * them back. `traces` are those of the user. Idempotent.
 */
export async function eraseAside(user: ErasedUser, traces: readonly string[] = []): Promise<void> {
  const words = [user.userId, ...traces].map((word) => JSON.stringify(word).slice(1, -1));
  for (const log of logs) {
    const batches = await prisma().$queryRawUnsafe<{ id: string }[]>(
      `select id::text from ${log.table} where workspace_id = $1::uuid and is_aside and from_at <= $2
         and exists (select from unnest($3::text[]) w where position(w in concat_ws(' ', ${log.columns.join(", ")})) > 0)
       order by id`,
      user.workspaceId,
      user.until,
      words,
    );
    for (const { id } of batches) await prisma().$transaction((tx) => eraseBatch(tx, user, log, id, traces));
  }
}
