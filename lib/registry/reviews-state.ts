/** An event of a change request, as these rules need it. Lists are oldest first. */
export type ReviewFact = {
  kind:
    | "opened"
    | "approved"
    | "changes_requested"
    | "commented"
    | "amended"
    | "updated"
    | "closed"
    | "reopened"
    | "released";
  /** The version under review at that time, and the deployment's revision with which it was compared. */
  version: number;
  baseRevision: number;
  actor: Person;
};

/** An actor. The kind and the id identify it; the name is only for display. */
export type Person = { kind: "user" | "key" | "system"; id: string | null; name: string };

export type ReviewStatus = "waiting" | "changes_requested" | "approved" | "out_of_date" | "released" | "closed";

/** The state of a change request. */
export type ReviewState = {
  status: ReviewStatus;
  /** The number of valid approvals, and the number that the environment requires; 0 means none. */
  approvals: { have: number; required: number };
  /** Those who approved exactly this version, compared with what is live now. */
  approvedBy: Person[];
  /** Those who requested changes of this version and have not approved it since. */
  blockedBy: Person[];
  /** What prevents the release. Empty if it may be released. */
  blockers: ReviewBlocker[];
};

/** A reason why a change request cannot be released. reviews-words.ts has the sentences. */
export type ReviewBlocker =
  | { code: "released" }
  | { code: "closed" }
  | { code: "out_of_date"; environment: string }
  | { code: "changes_requested"; by: string }
  | { code: "approvals_missing"; count: number };

type Request = { status: "open" | "released" | "closed"; version: number; baseRevision: number };
type ReviewEnvironment = { name: string; requiredApprovals: number };

/** Whether both are the same person or key. Pure. */
export function isSamePerson(one: Omit<Person, "name">, other: Omit<Person, "name">): boolean {
  return one.kind === other.kind && one.id !== null && one.id === other.id;
}

/**
 * The state of a change request. An approval counts only for the version and base revision for which it was given. The
 * latest decision of each person counts. A request for changes blocks until its author approves or the version changes.
 * Pure.
 */
export function reviewState(
  request: Request,
  events: readonly ReviewFact[],
  environment: ReviewEnvironment,
  liveRevision: number,
): ReviewState {
  // After the request is closed or released, later deployments do not affect it.
  const live = request.status === "open" ? liveRevision : request.baseRevision;
  const verdicts = latestDecisions(events);
  const isOfThisVersion = ({ version }: ReviewFact) => version === request.version;
  const blockedBy = verdicts.filter((fact) => fact.kind === "changes_requested" && isOfThisVersion(fact)).map(actorOf);
  const approvedBy = verdicts
    .filter(
      (fact) =>
        fact.kind === "approved" &&
        isOfThisVersion(fact) &&
        fact.baseRevision === request.baseRevision &&
        request.baseRevision === live,
    )
    .map(actorOf);
  const required = environment.requiredApprovals;
  const isOutOfDate = request.baseRevision !== live;
  const blockers = blockersOf({ request, environment, isOutOfDate, blockedBy, have: approvedBy.length });
  return {
    status: statusOf(request, isOutOfDate, blockedBy.length > 0, approvedBy.length >= Math.max(1, required)),
    approvals: { have: approvedBy.length, required },
    approvedBy,
    blockedBy,
    blockers,
  };
}

const actorOf = ({ actor }: ReviewFact): Person => actor;

type RemarkFact = { author: Omit<Person, "name">; answers: readonly Omit<Person, "name">[] };

/** Whether the request's author must answer: the last comment of an open thread is by another person. Pure. */
export function isUnanswered(remarks: readonly RemarkFact[], author: Omit<Person, "name">): boolean {
  return remarks.some((remark) => !isSamePerson(remark.answers.at(-1) ?? remark.author, author));
}

/** The latest approval or request for changes of each person, in chronological order. */
function latestDecisions(events: readonly ReviewFact[]): ReviewFact[] {
  const verdicts = events.filter(({ kind }) => kind === "approved" || kind === "changes_requested");
  return verdicts.filter(
    (verdict, index) => !verdicts.slice(index + 1).some((later) => isSamePerson(later.actor, verdict.actor)),
  );
}

function statusOf(request: Request, isOutOfDate: boolean, isBlocked: boolean, isApproved: boolean): ReviewStatus {
  if (request.status !== "open") return request.status;
  if (isOutOfDate) return "out_of_date";
  if (isBlocked) return "changes_requested";
  return isApproved ? "approved" : "waiting";
}

type BlockerFacts = {
  request: Request;
  environment: ReviewEnvironment;
  isOutOfDate: boolean;
  blockedBy: readonly Person[];
  have: number;
};

function blockersOf({ request, environment, isOutOfDate, blockedBy, have }: BlockerFacts): ReviewBlocker[] {
  if (request.status !== "open") return [{ code: request.status }];
  if (isOutOfDate) return [{ code: "out_of_date", environment: environment.name }];
  const requests = blockedBy.map(({ name }): ReviewBlocker => ({ code: "changes_requested", by: name }));
  const missing = environment.requiredApprovals - have;
  return missing > 0 ? [...requests, { code: "approvals_missing", count: missing }] : requests;
}

/** What a person can do next with a change request; null if it does not wait for them. */
export type NextStep = "approve" | "amend" | "update" | "release" | null;

type ReviewerContext = {
  state: Pick<ReviewState, "status" | "approvedBy" | "blockers">;
  author: Omit<Person, "name">;
  versionAuthor: Omit<Person, "name">;
  /** Whether they may write reviews, and whether they may release to the environment. */
  canWrite: boolean;
  canPromote: boolean;
  /** Whether a comment or suggestion waits for the request's author: for an answer, a decision, or to be saved. */
  isUnanswered: boolean;
};

/**
 * The next step of a person. The author answers comments and requests for changes, and updates an outdated request. A
 * person who may release there and is not the author approves. An approved request waits for people who may release it.
 * Pure.
 */
export function nextStep(
  me: Omit<Person, "name">,
  { state, author, versionAuthor, canWrite, canPromote, isUnanswered }: ReviewerContext,
): NextStep {
  const { status } = state;
  const isAuthor = isSamePerson(me, author);
  if ((status === "changes_requested" || (status === "waiting" && isUnanswered)) && isAuthor && canWrite)
    return "amend";
  if (status === "out_of_date" && isAuthor && canWrite) return "update";
  if (status === "approved") return canPromote && state.blockers.length === 0 ? "release" : null;
  if (status !== "waiting" || !canPromote || isAuthor || isSamePerson(me, versionAuthor)) return null;
  return state.approvedBy.some((person) => isSamePerson(me, person)) ? null : "approve";
}

/** Why a person may not approve or request changes. reviews-words.ts has the sentences. */
export type DecisionRefusal = "own_request" | "own_version" | "no_permission" | "out_of_date";

type DecisionContext = Pick<ReviewState, "status"> & Pick<ReviewerContext, "author" | "versionAuthor" | "canPromote">;

/** Why a person may not decide on a request: nobody approves their own. Null if they may. Pure. */
export function decisionRefusal(
  me: Omit<Person, "name">,
  { status, author, versionAuthor, canPromote }: DecisionContext,
): DecisionRefusal | null {
  if (isSamePerson(me, author)) return "own_request";
  if (isSamePerson(me, versionAuthor)) return "own_version";
  if (!canPromote) return "no_permission";
  return status === "out_of_date" ? "out_of_date" : null;
}
