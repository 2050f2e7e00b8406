/** Formats dollars: "$1.20" from $0.10, below it two significant digits: "$0.0042". "$0" for zero. */
export function dollarText(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.0000001) return "less than $0.0000001";
  if (usd >= 0.1) return `$${usd.toFixed(2)}`;
  const digits = Math.min(9, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(digits).replace(/0+$/, "")}`;
}
