// Of several pieces of feedback on an interaction, the latest word on each field counts.
const latest = (column: string) =>
  `(array_agg(f.${column} order by f.at desc) filter (where f.${column} is not null))[1]`;

/** What people said of an interaction in the end, as columns over its rows of `feedback f`. */
export const feedbackColumns = `${["thumbs_up", "stars", "edited", "regenerated", "completed", "comment"]
  .map((column) => `${latest(column)} as ${column}`)
  .join(", ")}, max(f.at) filter (where f.completed is not null) as completed_at, max(f.at) as at`;

/** More is never said of one answer; an id that an application sends with everything must not cost everybody their numbers. */
const mostFeedback = 200;

/**
 * The rows `feedback f` about an interaction: those of keys that may see where it happened. Months to come have
 * partitions already; the condition on the time keeps the search out of them.
 */
export const feedbackAbout = (row: string, condition = "true") => `(select * from feedback f
  where f.workspace_id = ${row}.workspace_id and f.interaction_id = ${row}.interaction_id
    and (f.environment_ids is null or ${row}.environment_id = any(f.environment_ids))
    and f.at < now() + interval '1 day' and ${condition} limit ${mostFeedback}) f`;

/** Whether the task was done: the later word of the interaction and of its feedback `f`. */
export const isDone = (row: string) => `case when ${row}.completed is null or f.completed_at >= ${row}.at
  then coalesce(f.completed, ${row}.completed) else ${row}.completed end`;
