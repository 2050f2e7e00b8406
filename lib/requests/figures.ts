import { formatValue } from "@/lib/experiments/results/figures";
import { durationWords } from "@/lib/guards/quality/figures";

const longMs = 10 * 60_000;
/** "1.31 s", "412 ms", "2 h 5 min"; "–" if not reported. */
export const durationText = (ms: number | null): string =>
  ms !== null && ms >= longMs ? durationWords(ms) : formatValue("latency_p50", ms);
/** "$0.0006"; "–" if not reported. */
export const costText = (usd: number | null): string => formatValue("cost", usd);
/** "2,187"; "–" if not reported. */
export const countText = (count: number | null): string => (count === null ? "–" : count.toLocaleString("en-US"));

const compact = new Intl.NumberFormat("en-US", {
  notation: "compact",
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
});
/** "1.57 B": three significant digits from one million on. Smaller numbers are shown in full. */
export const largeText = (count: number): string =>
  count < 1_000_000 ? countText(count) : compact.format(count).replace(/(?=[A-Z])/, "\u00a0");

const rounded = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
/** "≈ 1,240": an estimated count, with three significant digits. Few are counted exactly in most cases: "7". */
const aboutText = (count: number): string =>
  count < 10 ? countText(count) : `≈\u00a0${count < 1_000_000 ? rounded.format(count) : largeText(count)}`;

/** The estimated number of users; "–" if none is counted yet in a time that is not counted as a whole. */
export const usersText = (count: number, isCounted: boolean): string =>
  count === 0 && !isCounted ? "–" : aboutText(count);

/** "$0.00059", "$0.00020": the cost of one answer, with the same number of decimals in every row of a column. */
export const unitCostText = (usd: number | null): string =>
  usd !== null && usd >= 0.00001 && usd < 0.01 ? `$${usd.toFixed(5)}` : costText(usd);

type Cost = { costUsd: number | null; pricedUsd: number | null };

/** "$0.0006", "≈ $0.0006" for a list price, or null if neither is known. */
export function costWords({ costUsd, pricedUsd }: Cost, format: (usd: number) => string = costText): string | null {
  if (costUsd !== null) return format(costUsd);
  return pricedUsd === null ? null : `≈\u00a0${format(pricedUsd)}`;
}

/** The sum of input and output tokens. Null if neither was reported. */
export function tokensOf({ inputTokens, outputTokens }: { inputTokens: number | null; outputTokens: number | null }) {
  return inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0);
}
