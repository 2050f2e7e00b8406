/** What happened to a change request, as these rules see it. Oldest first. */
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
  /** The version under review then, and the deployment's revision it was compared with. */
  version: number;
  baseRevision: number;
  actor: Person;
};

/** Somebody who acts: the kind and the id make the person, the name is only for reading. */
export type Person = { kind: "user" | "key" | "system"; id: string | null; name: string };

export type ReviewStatus = "waiting" | "changes_requested" | "approved" | "out_of_date" | "released" | "closed";

/** Where a change request stands. */
export type ReviewState = {
  status: ReviewStatus;
  /** Approvals that hold now, of how many the environment asks for; 0 is none. */
  approvals: { have: number; required: number };
  /** Who approved exactly this version over what is live. */
  approvedBy: Person[];
  /** Who asked for changes of this version and has not approved since. */
  blockedBy: Person[];
  /** What stands in the way of releasing it; empty: it may be released. */
  blockers: ReviewBlocker[];
};

/** What stands in the way of releasing a change request. reviews-words.ts has the sentence of each. */
export type ReviewBlocker =
  | { code: "released" }
  | { code: "closed" }
  | { code: "out_of_date"; environment: string }
  | { code: "changes_requested"; by: string }
  | { code: "approvals_missing"; count: number };

type Request = { status: "open" | "released" | "closed"; version: number; baseRevision: number };
type ReviewEnvironment = { name: string; requiredApprovals: number };

/** Whether both are one and the same person or key. Pure. */
export function isSamePerson(one: Omit<Person, "name">, other: Omit<Person, "name">): boolean {
  return one.kind === other.kind && one.id !== null && one.id === other.id;
}

/**
 * Where a change request stands. An approval holds for exactly the version and base revision it was given for; the
 * latest verdict of a person counts; who asked for changes blocks until they approve or the version changes. Pure.
 */
export function reviewState(
  request: Request,
  events: readonly ReviewFact[],
  environment: ReviewEnvironment,
  liveRevision: number,
): ReviewState {
  // Once it is decided, what is live later says nothing about it.
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

/** Whether the author of the request has something to answer: an open remark whose last word is somebody else's. Pure. */
export function isUnanswered(remarks: readonly RemarkFact[], author: Omit<Person, "name">): boolean {
  return remarks.some((remark) => !isSamePerson(remark.answers.at(-1) ?? remark.author, author));
}

/** Each person's last approval or request for changes, in the order they were given. */
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

type Facts = {
  request: Request;
  environment: ReviewEnvironment;
  isOutOfDate: boolean;
  blockedBy: readonly Person[];
  have: number;
};

function blockersOf({ request, environment, isOutOfDate, blockedBy, have }: Facts): ReviewBlocker[] {
  if (request.status !== "open") return [{ code: request.status }];
  if (isOutOfDate) return [{ code: "out_of_date", environment: environment.name }];
  const requests = blockedBy.map(({ name }): ReviewBlocker => ({ code: "changes_requested", by: name }));
  const missing = environment.requiredApprovals - have;
  return missing > 0 ? [...requests, { code: "approvals_missing", count: missing }] : requests;
}

/** What a person can do next about a change request; null: nothing is waiting for them. */
export type NextStep = "approve" | "amend" | "update" | "release" | null;

type Look = {
  state: Pick<ReviewState, "status" | "approvedBy" | "blockers">;
  author: Omit<Person, "name">;
  versionAuthor: Omit<Person, "name">;
  /** They may write reviews; they may release to the environment. */
  canWrite: boolean;
  canPromote: boolean;
  /** Somebody said or suggested something that its author has neither answered nor settled. */
  isUnanswered: boolean;
};

/**
 * What waits for this person: the author answers remarks and requests for changes and brings it up to date, whoever may
 * release there and did not write it approves, and what is approved waits for those who may release it. Pure.
 */
export function nextStep(
  me: Omit<Person, "name">,
  { state, author, versionAuthor, canWrite, canPromote, isUnanswered }: Look,
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
