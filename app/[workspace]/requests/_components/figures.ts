import { formatValue } from "@/lib/experiments/results/figures";

/** "1.31 s", "412 ms"; "–" when nobody said. */
export const durationText = (ms: number | null): string => formatValue("latency_p50", ms);
/** "$0.0006"; "–" when nobody said. */
export const costText = (usd: number | null): string => formatValue("cost", usd);
/** "2,187"; "–" when nobody said. */
export const countText = (count: number | null): string => (count === null ? "–" : count.toLocaleString("en-US"));

/** Tokens that went in and came out together; null when neither was said. */
export function tokensOf({ inputTokens, outputTokens }: { inputTokens: number | null; outputTokens: number | null }) {
  return inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0);
}
