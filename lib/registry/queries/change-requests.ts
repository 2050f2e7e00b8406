import { type Actor, actorRecord } from "@/lib/auth/actor";
import type { ActorView } from "@/lib/auth/actor-view";
import { authorize, can } from "@/lib/auth/authorize";
import { addEmails } from "@/lib/auth/queries/add-emails";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma, ReviewComment } from "@/lib/core/generated/prisma/client";
import type { ChangeRequestDetail, ChangeRequestView, CommentView, SuggestionView } from "../change-request-views";
import { isUnanswered, nextStep, type Person, type ReviewFact, reviewState } from "../reviews-state";
import { blockerWords } from "../reviews-words";
import { loadStanding } from "./standing-reviews";

const include = {
  prompt: { select: { name: true } },
  environment: { select: { id: true, name: true, stage: true, isProtected: true, requiredApprovals: true } },
} as const satisfies Prisma.ChangeRequestInclude;

type ChangeRequestRow = Prisma.ChangeRequestGetPayload<{ include: typeof include }>;
type VersionFacts = { number: number; promptId: string; message: string; author: ActorView };

const byAuthor = { authorKind: true, authorId: true, authorName: true } as const;

const decisionKinds = ["approved", "changes_requested"] as const;

/** Change requests that match a condition, with the live version, events and comments; newest activity first. */
export async function readRequests(
  actor: Actor,
  where: Prisma.ChangeRequestWhereInput,
  take: number,
): Promise<{ id: string; view: ChangeRequestView; updatedAt: Date }[]> {
  const { workspaceId } = actor;
  const rows = await prisma().changeRequest.findMany({
    where: { AND: [{ workspaceId }, where] },
    include,
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take,
  });
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const promptIds = [...new Set(rows.map(({ promptId }) => promptId))];
  const [events, deployments, versions, remarks] = await Promise.all([
    prisma().reviewEvent.findMany({
      where: { workspaceId, changeRequestId: { in: ids }, kind: { in: [...decisionKinds] } },
      orderBy: [{ at: "asc" }, { id: "asc" }],
    }),
    prisma().deployment.findMany({
      where: { workspaceId, promptId: { in: promptIds } },
      select: { promptId: true, environmentId: true, revision: true, version: { select: { number: true } } },
    }),
    readVersions(workspaceId, rows),
    prisma().reviewComment.findMany({
      where: {
        workspaceId,
        changeRequestId: { in: ids },
        replyToId: null,
        OR: [{ resolvedAt: null }, { accepted: true, savedIn: null }],
      },
      select: {
        changeRequestId: true,
        version: true,
        accepted: true,
        suggests: true,
        ...byAuthor,
        replies: { select: byAuthor, orderBy: [{ createdAt: "desc" }, { id: "desc" }], take: 1 },
      },
    }),
  ]);
  // For a closed request, the reviews stay as they were.
  const isStanding = await loadStanding(prisma(), workspaceId, events.map(toFact));
  const found = rows.map((row) => {
    const live = deployments.find((one) => one.promptId === row.promptId && one.environmentId === row.environmentId);
    const version = versions.find((one) => one.promptId === row.promptId && one.number === row.version);
    const requestFacts = events.filter(({ changeRequestId }) => changeRequestId === row.id).map(toFact);
    const facts =
      row.status === "open" ? requestFacts.filter((fact) => isStanding(fact, row.environment)) : requestFacts;
    const own = remarks.filter(({ changeRequestId }) => changeRequestId === row.id);
    const hasAccepted = own.some((remark) => remark.accepted === true && remark.version === row.version);
    const openRemarks = own
      .filter(({ accepted }) => accepted === null)
      .map(({ replies, suggests, ...root }) => ({
        isSuggestion: suggests !== null,
        author: authorOf(root),
        answers: replies.map(authorOf),
      }));
    const place = { version: live?.version.number ?? null, revision: live?.revision ?? 0 };
    return {
      id: row.id,
      updatedAt: row.updatedAt,
      view: toView(actor, row, { facts, place, version, openRemarks, hasAccepted }),
    };
  });
  const peopleOf = ({ author, versionAuthor, approvedBy, blockedBy }: ChangeRequestView) => [
    author,
    versionAuthor,
    ...approvedBy,
    ...blockedBy,
  ];
  await addEmails(
    actor,
    found.flatMap(({ view }) => peopleOf(view)),
  );
  return found;
}

async function readVersions(workspaceId: string, rows: readonly ChangeRequestRow[]): Promise<VersionFacts[]> {
  const found = await prisma().version.findMany({
    where: { workspaceId, OR: rows.map(({ promptId, version }) => ({ promptId, number: version })) },
    select: { number: true, promptId: true, message: true, authorKind: true, authorId: true, authorName: true },
  });
  return found.map(({ number, promptId, message, ...by }) => ({ number, promptId, message, author: authorOf(by) }));
}

type AuthorColumns = { authorKind: Person["kind"]; authorId: string | null; authorName: string };
type ActorColumns = { actorKind: Person["kind"]; actorId: string | null; actorName: string };

const authorOf = ({ authorKind, authorId, authorName }: AuthorColumns): ActorView => ({
  kind: authorKind,
  id: authorId,
  name: authorName,
});
const personOf = ({ actorKind, actorId, actorName }: ActorColumns): ActorView => ({
  kind: actorKind,
  id: actorId,
  name: actorName,
});

function toFact(row: ActorColumns & Pick<ReviewFact, "kind" | "version" | "baseRevision">): ReviewFact {
  return { kind: row.kind, version: row.version, baseRevision: row.baseRevision, actor: personOf(row) };
}

type RequestContext = {
  facts: ReviewFact[];
  place: { version: number | null; revision: number };
  version: VersionFacts | undefined;
  openRemarks: { isSuggestion: boolean; author: ActorView; answers: ActorView[] }[];
  /** Whether suggestions for this version are accepted and not saved yet. */
  hasAccepted: boolean;
};

function toView(
  actor: Actor,
  row: ChangeRequestRow,
  { facts, place, version, openRemarks, hasAccepted }: RequestContext,
): ChangeRequestView {
  const state = reviewState(row, facts, row.environment, place.revision);
  const author = authorOf(row);
  const versionAuthor = version?.author ?? author;
  const me = actorRecord(actor);
  return {
    number: row.number,
    title: row.title,
    description: row.description,
    prompt: row.prompt.name,
    environment: row.environment.name,
    stage: row.environment.stage,
    version: row.version,
    versionMessage: version?.message ?? "",
    versionAuthor,
    baseVersion: row.baseVersion,
    baseRevision: row.baseRevision,
    liveVersion: place.version,
    liveRevision: place.revision,
    ...state,
    blockers: state.blockers.map(blockerWords),
    nextStep: nextStep(
      { kind: me.actorKind, id: me.actorId },
      {
        state,
        author,
        versionAuthor,
        canWrite: can(actor, "review:write", row.environment),
        canPromote: can(actor, "prompt:promote", row.environment),
        isUnanswered: hasAccepted || isUnanswered(openRemarks, author),
      },
    ),
    openComments: openRemarks.filter(({ isSuggestion }) => !isSuggestion).length,
    openSuggestions: openRemarks.filter(({ isSuggestion }) => isSuggestion).length,
    author,
    releaseId: row.releaseId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}

/** The view of a comment row. */
export function toCommentView(row: ReviewComment): CommentView {
  const { id, replyToId, version, pointer, line, quote, body, createdAt, resolvedAt, resolvedByName } = row;
  return {
    id,
    replyTo: replyToId,
    version,
    pointer,
    line,
    quote,
    body,
    suggestion: suggestionOf(row),
    author: authorOf(row),
    createdAt: createdAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    resolvedBy: resolvedByName,
  };
}

function suggestionOf({ suggests, suggestion, accepted, savedIn }: ReviewComment): SuggestionView | null {
  if (suggests === null) return null;
  const decided = accepted === null ? "open" : accepted ? "accepted" : "declined";
  return { act: suggests, text: suggestion, state: savedIn === null ? decided : "saved", savedIn };
}

/** Returns a change request with all its events and comments. Throws 404 `not_found`. */
export async function getChangeRequestOrThrow(actor: Actor, number: number): Promise<ChangeRequestDetail> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [found] = await readRequests(actor, { number }, 1);
  if (!found) throw notFound(`Change request ${number}`);
  const where = { workspaceId, changeRequestId: found.id };
  const [events, comments, asks] = await Promise.all([
    prisma().reviewEvent.findMany({ where, orderBy: [{ at: "asc" }, { id: "asc" }] }),
    prisma().reviewComment.findMany({ where, orderBy: [{ createdAt: "asc" }, { id: "asc" }] }),
    prisma().reviewAsk.findMany({
      where: { ...where, kind: "review" },
      select: { user: { select: { id: true, name: true } } },
      orderBy: [{ at: "asc" }, { userId: "asc" }],
    }),
  ]);
  const detail: ChangeRequestDetail = {
    ...found.view,
    reviewers: asks.map(({ user }) => ({ kind: "user", id: user.id, name: user.name })),
    events: events.map((row) => ({
      id: row.id,
      kind: row.kind,
      version: row.version,
      baseRevision: row.baseRevision,
      body: row.body,
      actor: personOf(row),
      at: row.at.toISOString(),
    })),
    comments: comments.map(toCommentView),
  };
  await addEmails(actor, [
    ...detail.reviewers,
    ...detail.events.map((event) => event.actor),
    ...detail.comments.map((remark) => remark.author),
  ]);
  return detail;
}
