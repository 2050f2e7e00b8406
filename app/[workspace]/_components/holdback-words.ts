import { formatShare } from "@/lib/experiments/results/figures";

/** The share of users with the released version, "90 %", and with the previous version, "10 %". */
export function holdbackShares({ share }: { share: number }): { released: string; kept: string } {
  const digits = Math.abs(share * 100 - Math.round(share * 100)) < 1e-6 ? 0 : 1;
  return { released: formatShare(1 - share, digits), kept: formatShare(share, digits) };
}
