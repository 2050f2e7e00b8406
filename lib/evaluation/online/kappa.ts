/** How often two who judge the same answers say the same. */
export type Agreement = {
  n: number;
  /** Answers of which both said the same. */
  agree: number;
  /** Cohen's kappa: 1 always, 0 no more often than by chance; null where one of them never says otherwise. */
  kappa: number | null;
};

/** Agreement on `n` answers, of which each passed so many (Cohen 1960). Pure. */
export function agreementOf(counts: { n: number; agree: number; passedA: number; passedB: number }): Agreement {
  const { n, agree, passedA, passedB } = counts;
  const [a, b] = [passedA / n, passedB / n];
  const chance = a * b + (1 - a) * (1 - b);
  return { n, agree, kappa: n > 0 && chance < 1 - 1e-12 ? (agree / n - chance) / (1 - chance) : null };
}
