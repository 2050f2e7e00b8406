import { AppError, notFound } from "@/lib/core/errors";
import type { Change } from "@/lib/core/known-changes";
import { readRow } from "../entry";
import type { BundleBook, BundleEntry } from "./book";
import { type ReleasedRow, readChanges, readReleased, readReleasedOf } from "./queries";

/** The scope of a bundle. `folder` null is the whole environment. */
export type BundleScope = { workspaceId: string; environmentId: string; folder: string | null };

/**
 * Updates a book from the database: by the log of changes if it reaches back far enough, or else completely. Throws 404
 * if the environment was deleted, 503 `database_unavailable`.
 */
export async function refreshBook(book: BundleBook, scope: Omit<BundleScope, "folder">): Promise<void> {
  const { workspaceId, environmentId } = scope;
  if (book.epoch < 0) return reload(book, scope);
  const log = await readChanges(workspaceId, environmentId, book.epoch);
  if (!log) throw notFound("This environment");
  const ids = promptIdsOf(log.changes, book.epoch, log.epoch);
  if (!ids) return reload(book, scope);
  const rows = ids.length === 0 ? [] : await readReleasedOf(workspaceId, environmentId, ids);
  settle(book, log.epoch, log.environment, rows, ids);
}

/** Returns the prompts that changed after `since` up to `to`. Null if the log is incomplete. Pure. */
export function promptIdsOf(changes: readonly Change[], since: number, to: number): string[] | null {
  if (since < 0 || to < since || changes.length < to - since) return null;
  const ids = new Set<string>();
  for (const { subjects } of changes) {
    if (!subjects) return null;
    for (const subject of subjects) if (isId(subject)) ids.add(subject);
  }
  return [...ids];
}

// A prompt's name may have this form too. It then causes one unnecessary lookup.
const isId = (subject: string) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(subject);

/** The maximum number of characters of one environment in memory. */
const mostCharacters = 128 * 1024 * 1024;

/** Returns a 422 that says what to do. */
export const tooLarge = () =>
  new AppError(
    "bundle_too_large",
    "Too much is released here for one bundle. Name a folder, or resolve prompts one by one.",
  );

/** An epoch that no environment reaches, so no changes are read. */
const noChanges = 2 ** 31 - 1;

/** Reads everything. The epoch is read first, so that the next refresh reads concurrent changes again. */
async function reload(book: BundleBook, { workspaceId, environmentId }: Omit<BundleScope, "folder">): Promise<void> {
  const before = await readChanges(workspaceId, environmentId, noChanges);
  if (!before) throw notFound("This environment");
  const rows: ReleasedRow[] = [];
  let characters = 0;
  for await (const page of readReleased(workspaceId, environmentId)) {
    rows.push(...page);
    for (const { content, experiment, control } of page)
      characters += (content?.length ?? 0) + (experiment?.length ?? 0) + (control?.length ?? 0);
    if (characters > mostCharacters) throw tooLarge();
  }
  settle(book, before.epoch, before.environment, rows, [...book.ids()]);
}

/**
 * Applies loaded rows. Requested prompts without a row are removed. If a version cannot be read, the previous one
 * remains.
 */
function settle(
  book: BundleBook,
  epoch: number,
  environment: string,
  rows: readonly ReleasedRow[],
  requested: readonly string[],
): void {
  const gone = new Set(requested);
  const entries: BundleEntry[] = [];
  for (const row of rows) {
    gone.delete(row.promptId);
    const entry = toBundleEntry(row);
    if (entry) entries.push(entry);
  }
  book.apply(epoch, environment, entries, gone);
}

/** Converts a row to an entry. Null if the released version cannot be read. */
function toBundleEntry({ aliases, ...row }: ReleasedRow): BundleEntry | null {
  const record = readRow(row, row.name);
  if (!record) return null;
  const { environment: _, promptId, name, content, ...rest } = record;
  const { snippets: __, ...served } = content; // they were included when the version was saved
  const named = { promptId, name, ...(aliases.length > 0 && { aliases }) };
  return { promptId, name, json: JSON.stringify({ ...named, ...rest, content: served }) };
}
