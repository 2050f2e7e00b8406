import type { Transaction } from "@/lib/core/db";
import { contentMarks } from "../content-policy";

/** The deletion of a user's data. `standIn` replaces the user's id in rows up to `until`. */
export type ErasedUser = { id: string; workspaceId: string; userId: string; standIn: string; until: Date };

/**
 * The statements that erase what names the user or holds their texts, with the counter of each. Values: workspace,
 * user, stand-in, until.
 */
const steps: readonly (readonly [keyof Labels, string])[] = [
  [
    "contents",
    `delete from interaction_contents c using erased e where c.workspace_id = $1::uuid and c.id = e.id and c.at = e.at`,
  ],
  [
    "comments",
    `update feedback f set comment = null from erased e
     where f.workspace_id = $1::uuid and f.interaction_id = e.interaction_id and f.comment is not null`,
  ],
  [
    "spans",
    `update spans s set user_id = case when s.user_id = $2 then $3 end, session_id = null, attributes = null,
       error = case when error is not null then 'error' end, input = null, output = null
     where s.workspace_id = $1::uuid and s.at <= $4 and (s.user_id = $2 or s.user_id is null)
       and s.trace_id in (
         select trace_id from erased where trace_id is not null
         union select trace_id from spans where workspace_id = $1::uuid and user_id = $2)
       and (s.user_id is not null or s.session_id is not null or s.attributes is not null or s.input is not null
         or s.output is not null or s.error <> 'error')`,
  ],
  [
    "scores",
    `update online_scores s set user_id = case when s.user_id is not null then $3 end, explanation = ''
     from (select distinct environment_id, interaction_id from erased) e
     where s.workspace_id = $1::uuid and s.environment_id = e.environment_id and s.interaction_id = e.interaction_id
       and (s.user_id = $2 or s.explanation <> '')`,
  ],
  [
    "samples",
    `update online_samples s set user_id = case when s.user_id is not null then $3 end, has_content = false,
       scored_at = coalesce(scored_at, now())
     from (select distinct environment_id, interaction_id from erased) e
     where s.workspace_id = $1::uuid and s.environment_id = e.environment_id and s.interaction_id = e.interaction_id
       and (s.user_id = $2 or s.has_content)`,
  ],
  [
    "notes",
    `delete from interaction_notes n using (select distinct interaction_id from erased) e
     where n.workspace_id = $1::uuid and n.interaction_id = e.interaction_id`,
  ],
  ["views", `delete from saved_views where workspace_id = $1::uuid and id = any($5::uuid[])`],
  [
    "assignments",
    `update experiment_units set unit_id = $3 where workspace_id = $1::uuid and unit_id = $2 and exposed_at <= $4`,
  ],
  ["assignments", `update experiment_heavy_users set unit_id = $3 where workspace_id = $1::uuid and unit_id = $2`],
  [
    "assignments",
    `update experiment_snapshots set totals = replace(totals::text, '"unitId": ' || to_jsonb($2::text)::text,
       '"unitId": ' || to_jsonb($3::text)::text)::jsonb
     where workspace_id = $1::uuid and position('"unitId": ' || to_jsonb($2::text)::text in totals::text) > 0`,
  ],
  // Older versions named the user on whom a verdict depends: "Without user u1 of v2 the result is different."
  [
    "alerts",
    `update alerts set body = replace(body, 'Without user ' || $2 || ' of ', 'Without one user of ')
     where workspace_id = $1::uuid and position('Without user ' || $2 || ' of ' in body) > 0`,
  ],
  ["usage", `update usage_people set name = $3 where workspace_id = $1::uuid and name = $2 and not is_session`],
  [
    "usage",
    `update usage_people set name = $3 where workspace_id = $1::uuid and is_session
       and name in (select session_id from erased)`,
  ],
  // A count that is running may still contain the user's name. The second pass recounts these hours.
  [
    "usage",
    `update usage_people_hours set is_due = true where workspace_id = $1::uuid
       and hour in (select date_trunc('hour', at, 'UTC') from erased)`,
  ],
  [
    "interactions",
    `update interactions i set user_id = case when i.user_id is not null then $3 end, session_id = null,
       attributes = null, error = case when error is not null then 'error' end, has_content = false,
       content_mark = ${contentMarks.deleted}
     from erased e where i.workspace_id = $1::uuid and i.prompt_id = e.prompt_id and i.at = e.at and i.id = e.id
       and (i.user_id = $2 or i.user_id is null)`,
  ],
];
type Labels = Record<
  | "contents"
  | "comments"
  | "spans"
  | "scores"
  | "samples"
  | "notes"
  | "views"
  | "assignments"
  | "alerts"
  | "usage"
  | "interactions",
  number
>;

/** Returns the ids of saved views whose filter names the user or an erased session. */
async function findViews(tx: Transaction, workspaceId: string, userId: string): Promise<string[]> {
  const views = await tx.savedView.findMany({ where: { workspaceId }, select: { id: true, query: true } });
  const named = views.flatMap(({ id, query }) => {
    const filter = new URLSearchParams(query);
    return [{ id, users: filter.getAll("userId"), sessions: filter.getAll("sessionId") }];
  });
  const sessions = await tx.$queryRawUnsafe<{ session: string }[]>(
    "select distinct session_id as session from erased where session_id = any($1::text[])",
    named.flatMap((view) => view.sessions),
  );
  const erased = new Set(sessions.map(({ session }) => session));
  return named
    .filter((view) => view.users.includes(userId) || view.sessions.some((session) => erased.has(session)))
    .map(({ id }) => id);
}

/** Returns a statement with only the values that it uses. PostgreSQL rejects unused values. */
function using(text: string, values: readonly unknown[]): [string, ...unknown[]] {
  const used: number[] = [];
  const renumbered = text.replace(/\$(\d)/g, (_, digit) => {
    const place = Number(digit) - 1;
    if (!used.includes(place)) used.push(place);
    return `$${used.indexOf(place) + 1}`;
  });
  return [renumbered, ...used.map((place) => values[place])];
}

// Test cases made from erased interactions are kept, and each is listed once with the deletion.
const listCases = `update data_deletions d set cases = d.cases || c.added
  from (
    select coalesce(jsonb_agg(m order by m.suite, m."caseKey"), '[]') as added from (
      select distinct on (c.case_key) c.suite_id as "suiteId", s.name as suite, c.case_key as "caseKey"
      from test_cases c join test_suites s on s.id = c.suite_id and s.workspace_id = c.workspace_id
      where c.workspace_id = $2::uuid and c.removed_in is null
        and c.source ->> 'interactionId' in (select interaction_id from erased)
        and not exists (select from data_deletions k cross join lateral jsonb_array_elements(k.cases) e
          where k.id = $1::uuid and e ->> 'caseKey' = c.case_key::text)
      order by c.case_key limit 1000) m) c
  where d.id = $1::uuid and d.workspace_id = $2::uuid`;

/** Adds the number of changed rows by kind to a deletion. */
export const addErasedCounts = (
  tx: Transaction,
  { id, workspaceId }: ErasedUser,
  counts: Readonly<Record<string, number>>,
): Promise<number> => tx.$executeRaw`update data_deletions d set counts = d.counts || (
    select jsonb_object_agg(key, coalesce((d.counts ->> key)::bigint, 0) + value::bigint)
    from jsonb_each_text(${JSON.stringify(counts)}::jsonb))
  where d.id = ${id}::uuid and d.workspace_id = ${workspaceId}::uuid`;

// The rollup recounts a user from all their events. The locks ensure that it sees a part either whole or not at all.
const rollupLocks = `select pg_advisory_xact_lock(hashtext('understudy uses')),
  pg_advisory_xact_lock(hashtext('understudy rollup'))`;

/**
 * Erases the rows in PostgreSQL of the interactions that a query selects, and the rows that name the user. The query
 * returns the columns at, id, interaction_id, prompt_id, environment_id, trace_id, session_id and is_own, with null for
 * an unknown value. They stay in the table `erased` until the transaction ends. Adds the number of rows per kind, and
 * the test cases made from these interactions, to the deletion.
 */
export async function eraseRows(
  tx: Transaction,
  user: ErasedUser,
  query: string,
  ...values: readonly unknown[]
): Promise<void> {
  const { id, workspaceId, userId, standIn, until } = user;
  await tx.$executeRawUnsafe(rollupLocks);
  await tx.$executeRawUnsafe(`create temporary table erased on commit drop as ${query}`, ...values);
  const views = await findViews(tx, workspaceId, userId);
  const counts: Record<string, number> = {};
  for (const [name, text] of steps) {
    const bound = using(text, [workspaceId, userId, standIn, until, views]);
    counts[name] = (counts[name] ?? 0) + (await tx.$executeRawUnsafe(...bound));
  }
  await addErasedCounts(tx, user, counts);
  await tx.$executeRawUnsafe(listCases, id, workspaceId);
}
