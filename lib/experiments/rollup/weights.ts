/** Users with this many answers or fewer are never capped. */
const leastCap = 10;
/** Above `leastCap`, users are grouped by their number of answers, in steps of 10 %. */
const growth = 1.1;
/** The share of users whose answers count in full. */
const wholeShare = 0.99;

/** The step of a user with this many answers: 0 up to ten answers. */
export const stepOf = (answers: number): number =>
  answers <= leastCap ? 0 : Math.ceil(Math.log(answers / leastCap) / Math.log(growth) - 1e-9);

/** `stepOf` as SQL. */
export const stepSql = (answers: string): string =>
  `case when ${answers} <= ${leastCap} then 0 else ceil(ln(${answers} / ${leastCap}::float8) / ln(${growth}::float8) - 1e-9) end::smallint`;

/** The maximum number of answers in this step. */
export const mostOn = (step: number): number => Math.floor(leastCap * growth ** step + 1e-6);

/**
 * The cap: the number of answers per user that count in full. It is the 99th percentile of answers per user, over the
 * users of all arms together, rounded up to the end of its step, and at least ten. Users with more answers count as
 * much as users with exactly this number. Pure.
 */
export function capOf(steps: readonly { step: number; users: number }[]): number {
  const ordered = steps.filter(({ users }) => users > 0).toSorted((a, b) => a.step - b.step);
  const all = ordered.reduce((sum, { users }) => sum + users, 0);
  let below = 0;
  for (const { step, users } of ordered) {
    below += users;
    if (below >= wholeShare * all) return mostOn(step);
  }
  return leastCap;
}

/** The weight of each answer of a user with this many answers, above 0 and at most 1. */
export const weightOf = (answers: number, cap: number): number => Math.min(1, cap / Math.max(1, answers));
