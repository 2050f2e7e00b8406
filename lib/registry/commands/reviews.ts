import { type Actor, actorRecord } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { mailMembers } from "@/lib/auth/mail/commands";
import { countTold, mayTell } from "@/lib/auth/mail/letter-limit";
import type { Letter } from "@/lib/auth/mail/letters";
import { type ActorRef, listMemberActors, listResponsibleActors } from "@/lib/auth/queries/people";
import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { MailKind, ReviewAskKind } from "@/lib/core/generated/prisma/enums";
import { serverUrl } from "@/lib/core/server-url";
import { parseInput } from "@/lib/core/validation";
import type { ChangeRequestDetail } from "../change-request-views";
import { getChangeRequestOrThrow } from "../queries/change-requests";
import { listMentioned } from "../queries/mentioned";
import {
  type AskReviewersInput,
  askReviewersInput,
  type ReviewChangeRequestInput,
  reviewChangeRequestInput,
} from "../reviews-schema";
import { isSamePerson } from "../reviews-state";
import {
  assertOpen,
  assertSameVersion,
  findRequest,
  type LoadedRequest,
  liveOf,
  lockRequest,
} from "./load-change-request";
import { auditChange, markSeenAt, recordReviewEvent } from "./record-review-event";
import { writeToRequest } from "./write-to-request";

/**
 * Asks people to review a request, by e-mail and in their inbox. Throws 400 for a person who may not approve it, 429
 * `rate_limited` for too many.
 */
export async function askReviewers(actor: Actor, input: AskReviewersInput): Promise<ChangeRequestDetail> {
  const { number, reviewers } = parseInput(askReviewersInput, input);
  return writeToRequest(actor, number, async (tx, { workspaceId }) => {
    const request = await lockRequest(tx, workspaceId, number);
    assertOpen(request);
    await noteReviewers(tx, actor, request, reviewers);
    await auditChange(tx, actor, request, "change.ask_reviewers", { reviewers: reviewers.length });
  });
}

/** Adds these people as reviewers, in the caller's transaction. */
export async function noteReviewers(
  tx: Transaction,
  actor: Actor,
  request: LoadedRequest,
  reviewers: readonly string[],
): Promise<void> {
  const { environment } = request;
  const able = await listAble(tx, request, reviewers);
  if (able.length < new Set(reviewers).size) {
    const message = `A reviewer is a member who may promote to ${environment.name} and did not ask for the review.`;
    throw new AppError("invalid_request", message, {
      errors: [{ pointer: "/reviewers", code: "not_found", message }],
    });
  }
  await countTold(tx, actor, able.length, "review");
  await noteAsks(tx, actor, request, { kind: "review", userIds: able });
  await sendAsks(tx, actor, request, able);
}

/**
 * Asks the reviewers of a request again, because another version is under review and their verdicts do not count any
 * more: those who were asked, and those who approved or requested changes. `request` has the new version. If the actor
 * told too many people within the hour, they see it only in their inbox.
 */
export async function askReviewersAgain(tx: Transaction, actor: Actor, request: LoadedRequest): Promise<void> {
  const { id: changeRequestId, workspaceId } = request;
  const rows = await tx.$queryRaw<{ userId: string }[]>`
    select user_id::text as "userId" from review_asks
    where workspace_id = ${workspaceId}::uuid and change_request_id = ${changeRequestId}::uuid and kind = 'review'
    union
    select actor_id from review_events
    where workspace_id = ${workspaceId}::uuid and change_request_id = ${changeRequestId}::uuid
      and kind in ('approved', 'changes-requested') and actor_kind = 'user'`;
  const reviewers = rows.map(({ userId }) => userId).filter((userId) => !isMe(actor, userId));
  const able = await listAble(tx, request, reviewers);
  await noteAsks(tx, actor, request, { kind: "review", userIds: able });
  if (await mayTell(tx, actor, able.length)) await sendAsks(tx, actor, request, able);
}

/** Those of these people who may approve the request. */
async function listAble(tx: Transaction, request: LoadedRequest, userIds: readonly string[]): Promise<string[]> {
  const members = await listMemberActors(tx, request.workspaceId, userIds);
  return members
    .filter((member) => can(member, "prompt:promote", request.environment) && !isAuthor(request, member.userId))
    .map(({ userId }) => userId);
}

async function sendAsks(tx: Transaction, actor: Actor, request: LoadedRequest, userIds: readonly string[]) {
  const { title } = request;
  await sendLetters(tx, actor, request, "review_asked", userIds, (about) => ({
    kind: "review-asked",
    title,
    ...about,
  }));
}

/** Notifies everybody whom a text mentions by "@" and their full name. Throws 429 `rate_limited` for too many. */
export async function noteMentions(tx: Transaction, actor: Actor, request: LoadedRequest, text: string): Promise<void> {
  const userIds = await listMentioned(tx, actor, text);
  await countTold(tx, actor, userIds.length, "mention");
  await noteAsks(tx, actor, request, { kind: "mention", userIds });
  await sendLetters(tx, actor, request, "mentioned", userIds, (about) => ({
    kind: "mentioned",
    what: "comment",
    text,
    ...about,
  }));
}

/** Notifies the author of a request about another person's action. */
export async function notifyAuthor(
  tx: Transaction,
  actor: Actor,
  request: LoadedRequest,
  { did, text }: { did: string; text: string },
): Promise<void> {
  const { authorKind, authorId } = request;
  if (authorKind !== "user" || authorId === null || isMe(actor, authorId)) return;
  await sendLetters(tx, actor, request, "review_answered", [authorId], (about) => ({
    kind: "review-answered",
    did,
    text,
    ...about,
  }));
}

const isMe = (actor: Actor, userId: string) => actor.kind === "user" && actor.userId === userId;
const isAuthor = ({ authorKind, authorId }: LoadedRequest, userId: string) =>
  authorKind === "user" && authorId === userId;

async function noteAsks(
  tx: Transaction,
  actor: Actor,
  request: LoadedRequest,
  { kind, userIds }: { kind: ReviewAskKind; userIds: readonly string[] },
): Promise<void> {
  if (userIds.length === 0) return;
  const { workspaceId, id: changeRequestId } = request;
  const at = databaseNow();
  await tx.changeRequest.update({ where: { id: changeRequestId, workspaceId }, data: { updatedAt: at } });
  await markSeenAt(tx, actor, changeRequestId, at);
  await tx.$executeRaw`
    insert into review_asks (workspace_id, change_request_id, user_id, kind, at)
    select ${workspaceId}::uuid, ${changeRequestId}::uuid, user_id, ${kind}::review_ask_kind, ${at}
    from unnest(${[...new Set(userIds)].toSorted()}::uuid[]) user_id
    on conflict (change_request_id, user_id, kind) do update set at = excluded.at`;
}

type RequestNotice = { url: string; workspace: string; by: string; about: string };

async function sendLetters(
  tx: Transaction,
  actor: Actor,
  request: LoadedRequest,
  kind: MailKind,
  userIds: readonly string[],
  letter: (about: RequestNotice) => Letter,
): Promise<void> {
  if (userIds.length === 0) return;
  const { workspaceId, number, prompt, version, environment } = request;
  const { name, slug } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { name: true, slug: true },
  });
  const about = {
    url: `${serverUrl()}/${slug}/changes/${number}`,
    workspace: name,
    by: actorRecord(actor).actorName,
    about: `${prompt.name} v${version} for ${environment.name}`,
  };
  await mailMembers(tx, kind, { workspaceId, userIds }, () => letter(about));
}

const did = { approve: "approved", request_changes: "asked for changes of", comment: "commented on" } as const;
const kinds = { approve: "approved", request_changes: "changes_requested", comment: "commented" } as const;

/**
 * Adds a review to a request. Only people who may release there can approve or request changes. Throws 403
 * `self_approval` for the author, also through a key of theirs, 409 `out_of_date` if something else went live since, or
 * if another version is under review than the one that was read.
 */
export async function reviewChangeRequest(actor: Actor, input: ReviewChangeRequestInput): Promise<ChangeRequestDetail> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { number, verdict, body, version } = parseInput(reviewChangeRequestInput, input);
  const { environment } = await findRequest(workspaceId, number);
  authorize(actor, verdict === "comment" ? "prompt:read" : "prompt:promote", environment);
  await transaction(async (tx) => {
    const request = await lockRequest(tx, workspaceId, number);
    if (verdict !== "comment") await assertMayJudge(tx, actor, request, verdict);
    assertSameVersion(request, version);
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
