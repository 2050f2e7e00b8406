import type { ClickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { type ErasedUser, eraseRows } from "../../commands/erase-rows";
import { tracesAtOnce } from "../queries/kept-alone";

/** The number of answers in one transaction. */
const answersAtOnce = 10_000;
const partMs = 60_000;

/** An answer in ClickHouse to which PostgreSQL may hold comments, notes or scores. */
type Answer = { id: string; environment: string; trace: string; session: string };

// Selects interactions without a user in the traces $3, the answers $4 that only ClickHouse holds, and the traces $3.
const meantText = `select at, id, interaction_id, prompt_id, environment_id, trace_id, session_id, false as is_own
  from interactions
  where workspace_id = $1::uuid and user_id is null and at <= $2 and trace_id = any($3::text[])
  union all
  select null, null, a.id, null, a.environment, nullif(a.trace, ''), nullif(a.session, ''), false
  from json_to_recordset($4::json) a (id text, environment uuid, trace text, session text)
  union all
  select null, null, null, null, null, trace, null, false from unnest($3::text[]) trace`;

/** Lists the user's answers, or answers without a user in the given traces, part by part. */
async function* listAnswers(store: ClickHouse, user: ErasedUser, traces: readonly string[] | null) {
  const condition = traces ? "user_id = '' and has({traces:Array(String)}, trace_id)" : "user_id = {userId:String}";
  for (let after = ""; ; ) {
    const answers = await store.rows<Answer>(
      `select distinct interaction_id as id, toString(environment_id) as environment, trace_id as trace, session_id as session
       from interactions
       where workspace_id = {workspaceId:UUID} and at <= fromUnixTimestamp64Milli({until:Int64}) and ${condition}
         and interaction_id > {after:String}
       order by interaction_id limit ${answersAtOnce} with ties`,
      { workspaceId: user.workspaceId, userId: user.userId, until: user.until.getTime(), after, traces: traces ?? [] },
    );
    const last = answers.at(-1);
    if (!last) return;
    yield answers;
    after = last.id;
  }
}

/**
 * Erases the data in PostgreSQL that belongs to answers in ClickHouse: comments, notes and scores of the user's
 * answers, and rows without a user in the user's traces. Idempotent.
 */
export async function forgetHere(store: ClickHouse, user: ErasedUser, traces: readonly string[]): Promise<void> {
  const erase = (ids: readonly string[], answers: readonly Answer[]) =>
    prisma().$transaction(
      (tx) => eraseRows(tx, user, meantText, user.workspaceId, user.until, ids, JSON.stringify(answers)),
      { timeout: partMs },
    );
  for await (const answers of listAnswers(store, user, null)) await erase([], answers);
  for (let from = 0; from < traces.length; from += tracesAtOnce) {
    const part = traces.slice(from, from + tracesAtOnce);
    await erase(part, []);
    for await (const answers of listAnswers(store, user, part)) await erase([], answers);
  }
}
