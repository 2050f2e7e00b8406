import { contentMarks } from "./content-policy";

// If an interaction has several pieces of feedback, the latest value of each field counts.
const latest = (column: string) =>
  `(array_agg(f.${column} order by f.at desc) filter (where f.${column} is not null))[1]`;

/** The final feedback on an interaction, as columns over its rows of `feedback f`. */
export const feedbackColumns = `${["thumbs_up", "stars", "edited", "regenerated", "completed", "comment"]
  .map((column) => `${latest(column)} as ${column}`)
  .join(", ")}, max(f.at) filter (where f.completed is not null) as completed_at, max(f.at) as at`;

/**
 * The upper bound on feedback rows read per interaction. It limits the cost if an application reuses one id for all
 * events.
 */
const mostFeedback = 200;

/**
 * Selects the rows `feedback f` of an interaction, sent by keys that may see its environment. The time condition
 * excludes the partitions of future months.
 */
export const feedbackAbout = (row: string, condition = "true") => `(select * from feedback f
  where f.workspace_id = ${row}.workspace_id and f.interaction_id = ${row}.interaction_id
    and (f.environment_ids is null or ${row}.environment_id = any(f.environment_ids))
    and f.at < now() + interval '1 day' and ${condition} limit ${mostFeedback}) f`;

/** Whether the task was completed: the later value of the interaction and its feedback `f`. */
export const isDone = (row: string) => `case when ${row}.completed is null or f.completed_at >= ${row}.at
  then coalesce(f.completed, ${row}.completed) else ${row}.completed end`;

/**
 * The comment of feedback `f` on a row. A late comment on deleted or expired contents is not shown until it is swept.
 */
export const keptComment = (row: string) =>
  `case when ${row}.content_mark in (${contentMarks.deleted}, ${contentMarks.expired}) then null else f.comment end as comment`;
