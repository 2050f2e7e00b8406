import type { ErrorCode } from "@/lib/core/errors";

const gateCodes = ["approval_required", "out_of_date", "gate_failed"] as const satisfies ErrorCode[];

/** Whether the gate refused. A person with permission can override it with a reason. */
export const isGateFailure = (failure: { code: string } | null): boolean =>
  gateCodes.some((code) => code === failure?.code);
