import { prisma } from "@/lib/core/db";
import { eventLimits } from "../../schema";
import { expiry, jsonText, readKeeping } from "./keeping";
import { readWords, type StoredRow, withWords } from "./late-words";

/** Ids of copied interactions by workspace. */
export type Copied = Map<string, Set<string>>;

type Batch = {
  workspaceId: string;
  keyId: string | null;
  answers: string;
  contents: string | null;
  repeats: string[] | null;
};
/** An answer in the format of `toDirectRow`. */
type Answer = StoredRow & { key: string; attributes?: Record<string, unknown> | null };
type Content = { key: string; input?: unknown; output?: unknown };

const readBatches = (ids: readonly string[]) => prisma().$queryRaw<Batch[]>`
  select workspace_id as "workspaceId", key_id as "keyId", answers, contents, repeats from direct_batches where id = any(${ids}::bigint[]) order by id`;

/** Returns the ids among these interactions that have feedback. */
async function findWithFeedback(workspaceId: string, rows: readonly StoredRow[]): Promise<Set<string>> {
  const ids = rows.map((row) => row.interaction_id);
  const reportedRows = await prisma().$queryRaw<{ id: string }[]>`
    select distinct interaction_id as id from feedback
    where workspace_id = ${workspaceId}::uuid and interaction_id = any(${ids}::text[])
      and at >= now() - make_interval(days => ${eventLimits.pastDays + 1}::int) and at < now() + interval '1 day'`;
  return new Set(reportedRows.map(({ id }) => id));
}

/** Returns the ids among these interactions that were first reported in these batches. */
async function findFirst(workspaceId: string, ids: readonly string[], batches: readonly string[]): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ id: string }[]>`
    select i.id from unnest(${ids}::text[]) i (id) join direct_uses u
      on u.workspace_id = ${workspaceId}::uuid and u.key = md5(i.id)::uuid and u.batch_id = any(${batches}::bigint[])`;
  return rows.map(({ id }) => id);
}

type RevisionRows = { revision: bigint; ids: readonly string[]; copied: Copied };

/** Adds earlier feedback to rows. Later feedback is copied with a new revision of the row. */
async function withEarlierFeedback(
  workspaceId: string,
  rows: StoredRow[],
  { revision, ids, copied }: RevisionRows,
): Promise<StoredRow[]> {
  const withFeedback = await findWithFeedback(workspaceId, rows);
  if (withFeedback.size === 0) return rows;
  const first = await findFirst(workspaceId, [...withFeedback], ids);
  copied.set(workspaceId, new Set([...(copied.get(workspaceId) ?? []), ...first]));
  const withTexts = rows.filter((row) => withFeedback.has(row.interaction_id));
  const later = new Map<StoredRow, StoredRow>();
  for (const words of await readWords(workspaceId, withTexts)) {
    const row = withTexts[words.place - 1];
    if (row) later.set(row, withWords(row, words, revision));
  }
  return rows.map((row) => later.get(row) ?? row);
}

/**
 * Reads the answers in the log that are stored only in ClickHouse, one line of JSON each, with their feedback so far.
 * Adds to `copied` the interactions with feedback that were first reported in these batches: their feedback needs no
 * other copy.
 */
export async function readDirect(revision: bigint, ids: readonly string[], copied: Copied): Promise<string[]> {
  const batches = await readBatches(ids);
  if (batches.length === 0) return [];
  const keeping = await readKeeping(batches.map(({ workspaceId }) => workspaceId));
  const byWorkspace = new Map<string, StoredRow[]>();
  for (const { workspaceId, keyId, answers, contents, repeats } of batches) {
    const texts = new Map((JSON.parse(contents ?? "[]") as Content[]).map((content) => [content.key, content]));
    const rows = byWorkspace.get(workspaceId) ?? [];
    byWorkspace.set(workspaceId, rows);
    for (const answer of JSON.parse(answers) as Answer[]) {
      const { events, contents: contentDays } = keeping(answer.environment_id);
      const { attributes } = answer;
      const text = texts.get(answer.key);
      const isRepeat = repeats?.includes(answer.key) ?? false;
      rows.push(
        Object.assign(answer, {
          key: undefined,
          workspace_id: workspaceId,
          key_id: keyId,
          revision: String(revision),
          is_direct: true,
          is_repeat: isRepeat,
          attributes: jsonText(attributes),
          attribute_texts: attributes
            ? Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)]))
            : null,
          input: jsonText(text?.input),
          output: jsonText(text?.output),
          expires_at: expiry(answer.at, events),
          contents_expire_at: expiry(answer.at, contentDays),
        }) as StoredRow,
      );
    }
  }
  const lines: string[] = [];
  for (const [workspaceId, rows] of byWorkspace)
    for (const row of await withEarlierFeedback(workspaceId, rows, { revision, ids, copied }))
      lines.push(JSON.stringify(row));
  return lines;
}
