/** Formats a share with one decimal, so that columns align. 0 and 100 have no decimals: "95.0 %", "100 %". */
export function percent(share: number | null): string {
  if (share === null) return "–";
  const isWhole = share === 0 || share === 1;
  // 99.96 % must not be rounded to 100 %.
  const text = isWhole ? String(share * 100) : Math.min(99.9, share * 100).toFixed(1);
  return `${text}\u00a0%`;
}

/** Formats a minimum as it was entered: "98 %", "97.5 %". */
export const minimumText = (share: number) => `${Number((share * 100).toFixed(2))}\u00a0%`;

/** "41 s", "3 min 20 s". */
export function secondsText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}\u00a0s`;
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  if (minutes >= 60) return `${Math.floor(minutes / 60)}\u00a0h ${minutes % 60}\u00a0min`;
  return rest ? `${minutes}\u00a0min ${rest}\u00a0s` : `${minutes}\u00a0min`;
}

/** Formats dollars: "$1.20" from $0.10, below it two significant digits: "$0.0042". "$0" for zero. */
export function dollarText(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.0000001) return "less than $0.0000001";
  if (usd >= 0.1) return `$${usd.toFixed(2)}`;
  const digits = Math.min(9, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(digits).replace(/0+$/, "")}`;
}

/** "1.24 s", "380 ms" */
export function timeText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)}\u00a0ms`;
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)}\u00a0s`;
}

/** "341 tokens in, 68 out" */
export function sizeText(input: number | null, output: number | null): string {
  const text = (count: number) => count.toLocaleString("en-US");
  if (input === null && output === null) return "not reported";
  if (input === null) return `${text(output ?? 0)} tokens out`;
  if (output === null) return `${text(input)} tokens in`;
  return `${text(input)} tokens in, ${text(output)} out`;
}

/** "$0.40 in and $1.60 out per million tokens" */
export function priceText({
  inputPerMillion,
  outputPerMillion,
}: {
  inputPerMillion: number;
  outputPerMillion: number;
}) {
  if (inputPerMillion === 0 && outputPerMillion === 0) return "free";
  return `${dollarText(inputPerMillion)} in and ${dollarText(outputPerMillion)} out per million tokens`;
}
