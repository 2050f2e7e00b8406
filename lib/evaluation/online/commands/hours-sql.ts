/**
 * The end of a statement that adds the changes to online_hours. `rows` has the columns `d_scores`, `d_passed`,
 * `d_invalid`, `d_value` and `d_square`: the change of each hourly sum. Rows are written in a fixed order, so that two
 * concurrent writers cannot deadlock.
 */
export const hoursSql = (rows: string): string => `insert into online_hours (workspace_id, prompt_id, environment_id,
    metric, series, version, hour, scores, passed, invalid, value_sum, square_sum)
  select workspace_id, prompt_id, environment_id, metric, series, version, date_trunc('hour', at, 'UTC'), sum(d_scores),
    sum(d_passed), sum(d_invalid), sum(d_value), sum(d_square)
  from ${rows} group by 1, 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
  on conflict (prompt_id, environment_id, metric, series, version, hour) do update set
    scores = online_hours.scores + excluded.scores, passed = online_hours.passed + excluded.passed,
    invalid = online_hours.invalid + excluded.invalid, value_sum = online_hours.value_sum + excluded.value_sum,
    square_sum = online_hours.square_sum + excluded.square_sum`;
