import { costText } from "@/lib/requests/figures";
import type { TraceStep } from "@/lib/requests/trace-step";

/** "$0.0006", "≈ $0.0006" for a list price, or null if neither is known. */
export function costOfStep({ costUsd, pricedUsd }: Pick<TraceStep, "costUsd" | "pricedUsd">): string | null {
  if (costUsd !== null) return costText(costUsd);
  return pricedUsd === null ? null : `≈\u00a0${costText(pricedUsd)}`;
}
