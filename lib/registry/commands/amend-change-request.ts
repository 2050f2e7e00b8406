import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { ChangeRequestDetail } from "../change-request-views";
import {
  type AmendChangeRequestInput,
  amendChangeRequestInput,
  type ChangeRequestInput,
  changeRequestInput,
} from "../reviews-schema";
import { assertNotArchived, type LoadedPrompt } from "./load";
import { assertOpen, type LoadedRequest, liveOf, lockPromptAndRequest } from "./load-change-request";
import { assertNoOther, assertVersionAllowed } from "./open-change-request";
import { recordReviewEvent } from "./record-review-event";
import { writeToRequest } from "./write-to-request";

/**
 * Replaces the version under review by a newer one, compared with what is live now. Earlier approvals and requests for
 * changes no longer count.
 */
export async function amendChangeRequest(actor: Actor, input: AmendChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number, version, body } = parseInput(amendChangeRequestInput, input);
  return writeToRequest(actor, number, async (tx, found) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    if (version <= request.version) {
      const message = `Change request ${number} is about v${request.version}. Replace it with a newer version, not v${version}.`;
      throw new AppError("invalid_state", message);
    }
    await replaceVersion(tx, actor, { prompt, request, version, body: body?.trim() });
  });
}

type Replacing = { prompt: LoadedPrompt; request: LoadedRequest; version: number; body: string | undefined };

/** Replaces the version under review. The caller must have locked the prompt and the request. */
export async function replaceVersion(tx: Transaction, actor: Actor, { prompt, request, version, body }: Replacing) {
  assertOpen(request);
  assertNotArchived(prompt);
  const { workspaceId, promptId, environmentId, environment } = request;
  await assertVersionAllowed(tx, { workspaceId, promptId, number: version }, { prompt, environment });
  await assertNoOther(tx, { workspaceId, promptId, environmentId, version });
  const live = await liveOf(tx, request);
  if (live.version === version)
    throw new AppError("invalid_state", `v${version} is live in ${environment.name} already.`);
  const data = { version, baseVersion: live.version, baseRevision: live.revision };
  await recordReviewEvent(tx, actor, request, { kind: "amended", body }, data);
}

/**
 * Updates the base of a request to what is live now. Approvals for an earlier base no longer count. Does nothing if the
 * base is current.
 */
export async function updateChangeRequest(actor: Actor, input: ChangeRequestInput): Promise<ChangeRequestDetail> {
  const { number } = parseInput(changeRequestInput, input);
  return writeToRequest(actor, number, async (tx, found) => {
    const { prompt, request } = await lockPromptAndRequest(tx, found);
    assertOpen(request);
    assertNotArchived(prompt);
    const live = await liveOf(tx, request);
    if (live.revision === request.baseRevision) return;
    const data = { baseVersion: live.version, baseRevision: live.revision };
    await recordReviewEvent(tx, actor, request, { kind: "updated" }, data);
  });
}
