import type { Agreement } from "@/lib/evaluation/online/kappa";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";

/** The minimum number of answers rated by both a judge and a person. */
const enough = 20;

/** How often a judge agrees with people's thumbs on the same answers. Pure. */
export function agreementWords(agreement: Agreement | null): string {
  if (!agreement || agreement.n === 0)
    return "Nobody has rated an answer that the judge scored, so its reliability is unknown.";
  const { n, agree, kappa } = agreement;
  const share = formatShare(agree / n, 0);
  if (n < enough)
    return `The judge agreed with people’s thumbs ${formatCount(agree)} of ${formatCount(n)} times: too few to say how reliable it is.`;
  const sentence = `The judge agreed with people’s thumbs ${share} of ${formatCount(n)} times.`;
  if (kappa === null || kappa >= 0.4) return sentence;
  return `${sentence} ${kappa < 0.2 ? "Chance alone would do nearly as well: read the answers before you rely on it." : "That is not much better than chance."}`;
}
