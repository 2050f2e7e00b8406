/** Formats a share with at most one decimal and a no-break space before the sign: 0.944 → "94.4 %". */
export function shareWords(share: number): string {
  return `${trimmed(share * 100, 1)}\u00a0%`;
}

/** Formats two different shares with enough decimals to see the difference: "97.96 %" and "98 %". */
export function unlikeShares(one: number, other: number): [string, string] {
  for (let digits = 1; digits < 6; digits++) {
    const [a, b] = [trimmed(one * 100, digits), trimmed(other * 100, digits)];
    if (a !== b) return [`${a}\u00a0%`, `${b}\u00a0%`];
  }
  return [shareWords(one), shareWords(other)];
}

/** Formats a p-value: "p < 0.001", or two significant digits: "p = 0.51". */
export function pWords(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${Number(p.toPrecision(2))}`;
}

const trimmed = (value: number, digits: number) => String(Number(value.toFixed(digits)));
