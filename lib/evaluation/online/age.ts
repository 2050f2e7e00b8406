/**
 * Returns SQL for the value of a score at the end of the metric's outcome window, over a row of online_scores and an
 * interval. The window starts when the answer was first known (`known_at`; older rows and imports have none), so
 * answers of nightly batches are not late. With an interval of 0 the current value counts.
 */
export function ageSql(row: string, wait: string) {
  const born = `coalesce(${row}.known_at, least(${row}.at, ${row}.scored_at))`;
  const isPlainNow = `${wait} = interval '0'`;
  // The time of a scorer's score does not matter, because the score does not depend on it.
  const isInTime = `(${isPlainNow} or ${row}.known_at is null or ${row}.series <> 'plain' or ${row}.scored_at <= ${born} + ${wait})`;
  return {
    value: `case when ${isInTime} then ${row}.value else ${row}.before_value end`,
    passed: `case when ${isInTime} then ${row}.passed else ${row}.before_passed end`,
    /** Whether the outcome window had ended at an instant. */
    isReady: (now: string) => `(${isPlainNow} or ${born} + ${wait} <= ${now})`,
    /** Whether the score was known at the end of the window. */
    isKnown: `(${isInTime} or ${row}.before_value is not null)`,
    /** When the score began to count. */
    readyAt: `case when ${isPlainNow} then ${row}.scored_at else greatest(${row}.scored_at, ${born} + ${wait}) end`,
  };
}
