import type { ClickHouse } from "@/lib/core/clickhouse";
import { databaseTime, prisma } from "@/lib/core/db";
import { contentMarks } from "../../content-policy";
import { feedbackAbout, feedbackColumns } from "../../feedback-sql";
import type { Keys } from "./copied-rows";
import { scoresAbout } from "./scores-sql";

export type StoredRow = Record<string, unknown> & {
  id: string;
  at: string;
  environment_id: string;
  interaction_id: string;
};
type Words = {
  place: number;
  at: Date | null;
  thumbs_up: boolean | null;
  stars: number | null;
  edited: boolean | null;
  regenerated: boolean | null;
  completed: boolean | null;
  comment: string | null;
  scores: unknown[] | null;
  score: number | null;
  score_passed: boolean | null;
};

/**
 * The upper bound on reports copied per id. It limits the cost of feedback if an application reuses one id for all
 * events.
 */
const mostReports = 20;

/** Returns the ids among these interactions that PostgreSQL no longer holds. */
async function findDropped({ workspaceId, ids }: Keys): Promise<string[]> {
  const rows = await prisma().$queryRaw<{ id: string }[]>`
    select k.id from unnest(${ids}::text[]) k (id) where not exists (
      select from interactions i where i.workspace_id = ${workspaceId}::uuid and i.interaction_id = k.id)`;
  return rows.map(({ id }) => id);
}

/**
 * Selects the feedback and scores of rows in PostgreSQL. Feedback that PostgreSQL dropped is older, and is in the row
 * already.
 */
const wordsText = `select i.place::int as place, f.*, s.* from
  (select $1::uuid as workspace_id, r.* from unnest($2::text[], $3::uuid[]) with ordinality r (interaction_id, environment_id, place)) i
  cross join lateral (select ${feedbackColumns} from ${feedbackAbout("i")}) f
  cross join lateral ${scoresAbout("i")} where f.at is not null or s.scores is not null`;

/** Returns a row with newer feedback and scores. A field without a new value is unchanged. Pure. */
export function withWords(row: StoredRow, { at, ...words }: Words, revision: bigint): StoredRow {
  const reportedAt = Date.parse(`${row.said_at ?? "1970-01-01 00:00:00"}Z`);
  return {
    ...row,
    revision: String(revision),
    said_at: row.said_at || at ? new Date(Math.max(reportedAt, at?.getTime() ?? 0)).toISOString() : null,
    thumbs_up: words.thumbs_up ?? row.thumbs_up,
    stars: words.stars ?? row.stars,
    edited: words.edited ?? row.edited,
    regenerated: words.regenerated ?? row.regenerated,
    completed: words.completed ?? row.completed,
    comment: words.comment ?? row.comment,
    ...(words.scores && { scores: words.scores, score: words.score, score_passed: words.score_passed }),
  };
}

type InteractionRef = { interaction_id: string; environment_id: string };

/** The number of ids in one query, so that its URL is not too long. */
const idsAtOnce = 2_000;

/**
 * Returns the ids among these interactions that ClickHouse holds. It scans all ids of the workspace, so it runs once
 * per round for all changed interactions. Only the rows found are then read.
 */
export async function findHeld(store: ClickHouse, { workspaceId, ids }: Keys): Promise<Set<string>> {
  const held = new Set<string>();
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const rows = await store.rows<{ id: string }>(
      `select distinct interaction_id as id from interactions
       where workspace_id = {workspaceId:UUID} and interaction_id in {ids:Array(String)}`,
      { workspaceId, ids: ids.slice(from, from + idsAtOnce) },
    );
    for (const { id } of rows) held.add(id);
  }
  return held;
}

/** Reads the feedback and scores of rows of a workspace. `place` is the row's position, from 1. */
export const readWords = (workspaceId: string, rows: readonly InteractionRef[]): Promise<Words[]> =>
  prisma().$queryRawUnsafe<Words[]>(
    wordsText,
    workspaceId,
    rows.map((row) => row.interaction_id),
    rows.map((row) => row.environment_id),
  );

/** Whether an answer's texts are over: deleted with its user, or past their retention. */
const areTextsOver = (row: StoredRow, now: Date) =>
  row.content_mark === contentMarks.deleted ||
  row.content_mark === contentMarks.expired ||
  Date.parse(`${row.contents_expire_at}Z`) <= now.getTime();

/** Removes comments in PostgreSQL on answers whose texts are over. */
const forgetComments = (workspaceId: string, ids: readonly string[]) => prisma().$executeRaw`
  update feedback set comment = null
  where workspace_id = ${workspaceId}::uuid and interaction_id = any(${ids}::text[]) and comment is not null`;

/**
 * Reads the interactions with new feedback or scores that only ClickHouse holds, and returns them updated, one line of
 * JSON each.
 */
export async function readLateWords(
  store: ClickHouse,
  revision: bigint,
  { workspaceId, ids }: Keys,
): Promise<string[]> {
  const dropped = ids.length > 0 ? await findDropped({ workspaceId, ids }) : [];
  if (dropped.length === 0) return [];
  const rows = await store.rows<StoredRow>(
    `select * from interactions final
     where workspace_id = {workspaceId:UUID} and interaction_id in {ids:Array(String)} and expires_at > now()
     order by at desc limit ${mostReports} by interaction_id settings use_skip_indexes_if_final = 1`,
    { workspaceId, ids: dropped },
  );
  if (rows.length === 0) return [];
  const words = await readWords(workspaceId, rows);
  const now = await databaseTime();
  const over = new Set(rows.filter((row) => areTextsOver(row, now)));
  if (over.size > 0)
    await forgetComments(
      workspaceId,
      [...over].map((row) => row.interaction_id),
    );
  return words.flatMap((word) => {
    const row = rows[word.place - 1];
    // A comment of before must not come back with later feedback.
    const comment = row && over.has(row) ? null : word.comment;
    return row ? [JSON.stringify(withWords(row, { ...word, comment }, revision))] : [];
  });
}
