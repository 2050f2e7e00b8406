import type { Actor } from "@/lib/auth/actor";
import { actorRecord } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { type ActorRef, listResponsibleActors } from "@/lib/auth/queries/responsible-actors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { ChangeRequestDetail } from "../change-request-views";
import { getChangeRequestOrThrow } from "../queries/change-requests";
import { type ReviewChangeRequestInput, reviewChangeRequestInput } from "../reviews-schema";
import { isSamePerson } from "../reviews-state";
import { noteMentions, notifyAuthor } from "./ask-reviewers";
import { assertOpen, findRequest, type LoadedRequest, liveOf, lockRequest } from "./load-change-request";
import { recordReviewEvent } from "./record-review-event";

const did = { approve: "approved", request_changes: "asked for changes of", comment: "commented on" } as const;
const kinds = { approve: "approved", request_changes: "changes_requested", comment: "commented" } as const;

/**
 * Adds a review to a request. Only people who may release there can approve or request changes. Throws 403
 * `self_approval` for the author, also through a key of theirs, 409 `out_of_date` if something else went live since.
 */
export async function reviewChangeRequest(actor: Actor, input: ReviewChangeRequestInput): Promise<ChangeRequestDetail> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { number, verdict, body } = parseInput(reviewChangeRequestInput, input);
  const { environment } = await findRequest(workspaceId, number);
  authorize(actor, verdict === "comment" ? "prompt:read" : "prompt:promote", environment);
  await transaction(async (tx) => {
    const request = await lockRequest(tx, workspaceId, number);
    if (verdict !== "comment") await assertMayJudge(tx, actor, request, verdict);
    const text = body?.trim() ?? "";
    await recordReviewEvent(tx, actor, request, { kind: kinds[verdict], body: text });
    await noteMentions(tx, actor, request, text);
    await notifyAuthor(tx, actor, request, { did: did[verdict], text });
  });
  return getChangeRequestOrThrow(actor, number);
}

async function assertMayJudge(
  tx: Transaction,
  actor: Actor,
  request: LoadedRequest,
  verdict: "approve" | "request_changes",
): Promise<void> {
  assertOpen(request);
  const { workspaceId, promptId, version, authorKind, authorId, number, environment } = request;
  const { actorKind: kind, actorId: id } = actorRecord(actor);
  const written = await tx.version.findFirstOrThrow({
    where: { workspaceId, promptId, number: version },
    select: { authorKind: true, authorId: true },
  });
  const behind = async (one: ActorRef) => ({ ...one, all: await listResponsibleActors(tx, workspaceId, one) });
  const me = await behind({ kind, id });
  const asker = await behind({ kind: authorKind, id: authorId });
  const writer = await behind({ kind: written.authorKind, id: written.authorId });
  const isMe = ({ all }: { all: string[] }) => all.some((one) => me.all.includes(one));
  const mine = [asker, writer].find(isMe);
  if (mine) {
    const act = verdict === "approve" ? "approve it" : "ask for changes of it";
    const what = mine === asker ? "asked for this review" : `wrote v${version}`;
    const why = isSamePerson(me, mine)
      ? `You ${what}`
      : `A key and its creator count as one person, and one of them ${what}`;
    throw new AppError("self_approval", `${why}, so someone else must ${act}. You can leave a comment.`);
  }
  if (verdict === "approve") {
    const others = await tx.reviewEvent.findMany({
      where: { workspaceId, changeRequestId: request.id, version, kind: "approved" },
      select: { actorKind: true, actorId: true },
      distinct: ["actorKind", "actorId"],
    });
    for (const { actorKind, actorId } of others) {
      const other = await behind({ kind: actorKind, id: actorId });
      if (isMe(other) && !isSamePerson(me, other))
        throw new AppError(
          "self_approval",
          "A key and its creator count as one person, and one of them approved this already.",
        );
    }
  }
  const live = await liveOf(tx, request);
  if (live.revision !== request.baseRevision)
    throw new AppError(
      "out_of_date",
      `${environment.name} has changed since change request ${number} was asked. Update it first.`,
    );
}
