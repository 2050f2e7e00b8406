/** How often two judges of the same answers agree. */
export type Agreement = {
  n: number;
  /** The number of answers on which both agree. */
  agree: number;
  /** Cohen's kappa: 1 for full agreement, 0 for chance level. Null if one of the two always gives the same verdict. */
  kappa: number | null;
};

/** Computes the agreement on `n` answers from the counts of passed answers of each judge (Cohen 1960). Pure. */
export function agreementOf(counts: { n: number; agree: number; passedA: number; passedB: number }): Agreement {
  const { n, agree, passedA, passedB } = counts;
  const [a, b] = [passedA / n, passedB / n];
  const chance = a * b + (1 - a) * (1 - b);
  return { n, agree, kappa: n > 0 && chance < 1 - 1e-12 ? (agree / n - chance) / (1 - chance) : null };
}
