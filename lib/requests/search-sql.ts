import { feedbackAbout, feedbackColumns } from "@/lib/telemetry/feedback-sql";
import type { Conditions, FoundFilter } from "./filter";

const feedbackJoin = `left join lateral (select ${feedbackColumns} from ${feedbackAbout("i")}) f on true`;

/**
 * Whether rows are searched by prompt and environment, using one index scan for each, or over the workspace. Sessions,
 * traces, ids and marks have an index per workspace; users have an index per prompt. Pure.
 */
function isByPlace({ promptIds, isEverywhere, filter }: FoundFilter): boolean {
  const { sessionId, traceId, ids, label, review, reviewer } = filter;
  if (sessionId || traceId || ids || label || review || reviewer) return false;
  return promptIds !== null || !isEverywhere || filter.userId !== undefined;
}

/** A part of a search: at most `limit` rows from `from`, before the pair of `before` and `beforeId`. */
export type SearchPart = { from: Date; before: Date; beforeId: string; limit: number };

/** A query for the rows `i` of a filter, with its values. `allPrompts` are those of the workspace. */
type FoundRows = { text: string; values: unknown[] };

/**
 * Selects the newest rows of a part, newest first. By prompt and environment, one index scan for each pair stops when
 * it has enough rows. Pure.
 */
export function newestRows(
  found: FoundFilter,
  conditions: Conditions,
  allPrompts: readonly string[],
  { from, before, beforeId, limit }: SearchPart,
): FoundRows {
  const values = [...conditions.values];
  const put = (value: unknown) => `$${values.push(value)}`;
  const joined = conditions.needsFeedback ? feedbackJoin : "";
  const [fromPlace, beforePlace] = [put(from), put(before)];
  const when = `i.at >= ${fromPlace} and i.at <= ${beforePlace} and (i.at, i.id) < (${beforePlace}, ${put(beforeId)})`;
  const newest = `order by i.at desc, i.id desc limit ${put(limit)}::int`;
  if (isByPlace(found))
    return {
      text: `select i.* from unnest(${put(found.promptIds ?? allPrompts)}::uuid[]) a (prompt_id)
        cross join unnest($2::uuid[]) e (environment_id)
        cross join lateral (
          select i.* from interactions i ${joined} where i.workspace_id = $1::uuid and i.prompt_id = a.prompt_id
            and i.environment_id = e.environment_id and ${when}${conditions.text} ${newest}) i
        ${newest}`,
      values,
    };
  const place = found.promptIds ? ` and i.prompt_id = any(${put(found.promptIds)}::uuid[])` : "";
  return {
    text: `select i.* from interactions i ${joined} where i.workspace_id = $1::uuid and i.environment_id = any($2::uuid[])
      and ${when}${place}${conditions.text} ${newest}`,
    values,
  };
}

/** Counts rows in each step of a time range, as `at` and `count`. Steps begin at the origin. Pure. */
export function countedRows(
  found: FoundFilter,
  conditions: Conditions,
  { origin, from, to, stepSeconds }: { origin: Date; from: Date; to: Date; stepSeconds: number },
): FoundRows {
  const values = [...conditions.values];
  const put = (value: unknown) => `$${values.push(value)}`;
  const joined = conditions.needsFeedback ? feedbackJoin : "";
  const start = put(from);
  const place = found.promptIds ? ` and i.prompt_id = any(${put(found.promptIds)}::uuid[])` : "";
  return {
    text: `select date_bin(make_interval(secs => ${put(stepSeconds)}::int), i.at, ${put(origin)}) as at, count(*)::int as count
      from interactions i ${joined} where i.workspace_id = $1::uuid and i.environment_id = any($2::uuid[])
        and i.at >= ${start} and i.at < ${put(to)}${place}${conditions.text}
      group by 1 order by 1`,
    values,
  };
}
