import { AppError } from "@/lib/core/errors";
import { mustMergeFirst } from "../lifecycle";

/** Throws 409 `invalid_state` for a version of a draft copy in a protected environment. */
export function assertMerged(
  version: { number: number; draftCopy: { name: string } | null },
  environment: { name: string; isProtected: boolean },
): void {
  if (!mustMergeFirst(version, environment)) return;
  const message = `v${version.number} belongs to the draft copy "${version.draftCopy?.name}" and ${environment.name} is protected. Merge it first.`;
  throw new AppError("invalid_state", message);
}
