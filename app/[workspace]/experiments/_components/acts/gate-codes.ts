import type { ErrorCode } from "@/lib/core/errors";

const gateCodes: readonly ErrorCode[] = ["approval_required", "out_of_date", "gate_failed"];

/** Whether it was the gate that said no: who may, goes past it with a reason. */
export const isGateFailure = (failure: { code: ErrorCode } | null): boolean =>
  failure !== null && gateCodes.includes(failure.code);
