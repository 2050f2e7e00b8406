import type { Actor } from "@/lib/auth/actor";
import { databaseNow } from "@/lib/core/database-clock";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { ChangeRequestDetail } from "../change-request-views";
import {
  type CloseChangeRequestInput,
  closeChangeRequestInput,
  type EditChangeRequestInput,
  editChangeRequestInput,
} from "../reviews-schema";
import { assertNotArchived } from "./load";
import { assertOpen, lockPromptAndRequest, lockRequest } from "./load-change-request";
import { assertNoOther } from "./open-change-request";
import { auditChange, markSeenAt, recordReviewEvent } from "./record-review-event";
import { writeToRequest } from "./write-to-request";

/** Changes the texts of a request, but not its version and environment. */
export async function editChangeRequest(actor: Actor, input: EditChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, title, description } = parseInput(editChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, { workspaceId }) => {
    const request = await lockRequest(tx, workspaceId, number);
    const data = { ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
    if (Object.keys(data).length === 0) return;
    const at = databaseNow();
    await tx.changeRequest.update({ where: { id: request.id, workspaceId }, data: { ...data, updatedAt: at } });
    await markSeenAt(tx, actor, request.id, at);
    await auditChange(tx, actor, request, "change.edit", data);
  });
}

/** Closes a request without a release. Its texts and comments stay. */
export async function closeChangeRequest(actor: Actor, input: CloseChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, body } = parseInput(closeChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, { workspaceId }) => {
    const request = await lockRequest(tx, workspaceId, number);
    if (request.status === "closed") return;
    assertOpen(request);
    const data = { status: "closed", closedAt: databaseNow() } as const;
    await recordReviewEvent(tx, actor, request, { kind: "closed", body: body?.trim() }, data);
  });
}

/** Reopens a closed request. Approvals still count if nothing has changed since. */
export async function reopenChangeRequest(actor: Actor, input: CloseChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, body } = parseInput(closeChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, found) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    if (request.status === "open") return;
    if (request.status === "released")
      throw new AppError("invalid_state", `Change request ${number} was promoted. Open a new one.`);
    assertNotArchived(prompt);
    const { workspaceId, promptId, environmentId, version } = request;
    await assertNoOther(tx, { workspaceId, promptId, environmentId, version });
    const data = { status: "open", closedAt: null } as const;
    await recordReviewEvent(tx, actor, request, { kind: "reopened", body: body?.trim() }, data);
  });
}
