import { databaseNow } from "@/lib/core/database-clock";
import { AppError } from "@/lib/core/errors";
import type { SessionPerson } from "./queries";
import { isProofFresh } from "./rules";

/** Throws 403 `proof_required` unless the person proved their identity within the last 10 minutes. */
export function assertFreshProof({ session }: SessionPerson): void {
  if (!isProofFresh(session.provedAt, databaseNow().getTime()))
    throw new AppError("proof_required", "Confirm your identity first.");
}
