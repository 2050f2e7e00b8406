import { AppError } from "@/lib/core/errors";
import { mustMergeFirst } from "../lifecycle";

/** Refuses a draft copy's version in a protected environment: 409 `invalid_state`. */
export function assertMerged(
  version: { number: number; draftCopy: { name: string } | null },
  environment: { name: string; isProtected: boolean },
): void {
  if (!mustMergeFirst(version, environment)) return;
  const message = `v${version.number} belongs to the draft copy "${version.draftCopy?.name}" and ${environment.name} is protected. Merge it first.`;
  throw new AppError("invalid_state", message);
}
