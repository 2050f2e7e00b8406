/**
 * Selects the scores of an interaction as one row: all scores, and the worst one of a scorer (failed scores first, then
 * by value). PostgreSQL keeps scores for as long as ClickHouse keeps the interaction.
 */
export const scoresAbout = (row: string) => `(
    select json_agg(json_build_object('metric', s.metric, 'value', s.value, 'passed', s.passed)) as scores,
      (array_agg(s.value order by s.passed, s.value) filter (where s.metric like 'scorer:%' and s.value is not null))[1] as score,
      (array_agg(s.passed order by s.passed, s.value) filter (where s.metric like 'scorer:%' and s.value is not null))[1]
        as score_passed
    from online_scores s where s.workspace_id = ${row}.workspace_id and s.environment_id = ${row}.environment_id
      and s.interaction_id = ${row}.interaction_id) s`;
