import { dollarText } from "@/app/_components/dollar-text";

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
