import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type Transaction, transaction } from "@/lib/core/db";
import type { ChangeRequestDetail } from "../change-request-views";
import { getChangeRequestOrThrow } from "../queries/change-requests";
import { findRequest, type LoadedRequest } from "./load-change-request";

/**
 * Writes to a request in one transaction and returns the resulting request. `found` is the request before the lock.
 * Throws 404 `not_found`, 403 if the actor may not review in its environment.
 */
export async function writeToRequest(
  actor: Actor,
  number: number,
  write: (tx: Transaction, found: LoadedRequest) => Promise<void>,
): Promise<ChangeRequestDetail> {
  authorize(actor, "review:write");
  authorize(actor, "prompt:read"); // needed for the result
  const found = await findRequest(actor.workspaceId, number);
  authorize(actor, "review:write", found.environment);
  await transaction((tx) => write(tx, found));
  return getChangeRequestOrThrow(actor, number);
}
