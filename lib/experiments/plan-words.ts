import type { ErrorCode } from "@/lib/core/errors";
import type { PlanFault } from "./plan-rules";

/** A fault of a plan as a sentence. Pure. */
export function planFaultWords(fault: PlanFault): string {
  switch (fault.code) {
    case "too_few_variants":
      return "An experiment compares at least two variants.";
    case "key_twice":
      return `The key "${fault.key}" is listed twice.`;
    case "version_twice":
      return `v${fault.version} is listed twice. Each variant needs a different version.`;
    case "no_weight":
      return "A variant must get more than 0 % of users.";
    case "weights_not_one":
      return `The weights add up to ${Number(fault.sum.toFixed(6))}, not to 1.`;
    case "control_not_first":
      return "The control comes first: the others are compared with the first variant.";
    case "guards_primary":
      return "This is already the primary metric.";
    case "guardrail_twice":
      return "This guardrail is listed twice.";
    case "effect_too_large":
      return "The effect of a rate is absolute: 0.05 is five points.";
    case "baseline_out_of_range":
      return "The baseline of a rate is between 0 and 1.";
    case "no_room":
      return `From ${fault.baseline} a change of ${fault.effect} is not possible in either direction.`;
    case "floors_take_all":
      return `A floor of ${fault.floor} for each of ${fault.variants} variants leaves no traffic to move.`;
  }
}

/** The API's error code of a fault. The default is `invalid_request`. */
const apiCodes: { [Code in PlanFault["code"]]?: ErrorCode } = {
  too_few_variants: "invalid_weights",
  no_weight: "invalid_weights",
  weights_not_one: "invalid_weights",
  floors_take_all: "number_out_of_range",
};

/** A fault of a plan as the API returns it. Pure. */
export const planFieldError = (fault: PlanFault): { pointer: string; code: ErrorCode; message: string } => ({
  pointer: fault.pointer,
  code: apiCodes[fault.code] ?? "invalid_request",
  message: planFaultWords(fault),
});
