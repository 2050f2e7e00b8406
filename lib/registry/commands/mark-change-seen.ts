import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { parseInput } from "@/lib/core/validation";
import { type ChangeRequestInput, changeRequestInput } from "../reviews-schema";
import { findRequest } from "./load-change-request";
import { markSeenAt } from "./record-review-event";

/** Records that a person has seen the current state of a request. Stored per person and not audited. */
export async function markChangeSeen(actor: UserActor, input: ChangeRequestInput): Promise<void> {
  authorize(actor, "prompt:read");
  const { number } = parseInput(changeRequestInput, input);
  const { id, updatedAt } = await findRequest(actor.workspaceId, number);
  await transaction((tx) => markSeenAt(tx, actor, id, updatedAt));
}
