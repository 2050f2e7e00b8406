import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { transaction } from "@/lib/core/db";
import { parseInput } from "@/lib/core/validation";
import { type ChangeRequestInput, changeRequestInput } from "../reviews-schema";
import { findRequest } from "./load-change-request";
import { markSeenAt } from "./record-review-event";

/** Notes that a person has looked at a request as it is now. Kept per person, no audit. */
export async function markChangeSeen(actor: UserActor, input: ChangeRequestInput): Promise<void> {
  authorize(actor, "prompt:read");
  const { number } = parseInput(changeRequestInput, input);
  const { id, updatedAt } = await findRequest(actor.workspaceId, number);
  await transaction((tx) => markSeenAt(tx, actor, id, updatedAt));
}
