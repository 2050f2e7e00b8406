import { formatShare } from "@/lib/experiments/results/figures";

/** "90 %" who get what is released and "10 %" who keep the version before. */
export function holdbackShares({ share }: { share: number }): { released: string; kept: string } {
  const digits = Math.abs(share * 100 - Math.round(share * 100)) < 1e-6 ? 0 : 1;
  return { released: formatShare(1 - share, digits), kept: formatShare(share, digits) };
}
