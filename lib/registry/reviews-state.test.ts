import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionRefusal, isUnanswered, nextStep, type Person, type ReviewFact, reviewState } from "./reviews-state";

const person = (id: string): Person => ({ kind: "user", id, name: id });
const fact = (kind: ReviewFact["kind"], by: string, version = 7, baseRevision = 3): ReviewFact => ({
  kind,
  version,
  baseRevision,
  actor: person(by),
});
const open = { status: "open", version: 7, baseRevision: 3 } as const;
const asks = (requiredApprovals: number) => ({ name: "production", requiredApprovals });

describe("reviewState", () => {
  const cases: [string, ReviewFact[], number, { status: string; have: number; blockers: number }][] = [
    ["nobody said anything, none asked for", [], 0, { status: "waiting", have: 0, blockers: 0 }],
    ["nobody said anything, one asked for", [], 1, { status: "waiting", have: 0, blockers: 1 }],
    ["one approved, none asked for", [fact("approved", "ana")], 0, { status: "approved", have: 1, blockers: 0 }],
    ["one approved of one", [fact("approved", "ana")], 1, { status: "approved", have: 1, blockers: 0 }],
    ["one approved of two", [fact("approved", "ana")], 2, { status: "waiting", have: 1, blockers: 1 }],
    [
      "one person approved twice of two",
      [fact("approved", "ana"), fact("approved", "ana")],
      2,
      { status: "waiting", have: 1, blockers: 1 },
    ],
    [
      "two approved of two",
      [fact("approved", "ana"), fact("approved", "ben")],
      2,
      { status: "approved", have: 2, blockers: 0 },
    ],
    [
      "approved, then asked for changes",
      [fact("approved", "ana"), fact("changes_requested", "ana")],
      1,
      { status: "changes_requested", have: 0, blockers: 2 },
    ],
    [
      "asked for changes, then approved",
      [fact("changes_requested", "ana"), fact("approved", "ana")],
      1,
      { status: "approved", have: 1, blockers: 0 },
    ],
    [
      "one approved, another asks for changes",
      [fact("changes_requested", "ben"), fact("approved", "ana")],
      1,
      { status: "changes_requested", have: 1, blockers: 1 },
    ],
    [
      "a comment changes no verdict",
      [fact("approved", "ana"), fact("commented", "ana")],
      1,
      { status: "approved", have: 1, blockers: 0 },
    ],
    ["approved an earlier version", [fact("approved", "ana", 6)], 1, { status: "waiting", have: 0, blockers: 1 }],
    ["approved over an earlier base", [fact("approved", "ana", 7, 2)], 1, { status: "waiting", have: 0, blockers: 1 }],
    [
      "changes asked of an earlier version",
      [fact("changes_requested", "ana", 6)],
      1,
      { status: "waiting", have: 0, blockers: 1 },
    ],
    [
      "changes asked before it was brought up to date",
      [fact("changes_requested", "ana", 7, 2)],
      0,
      { status: "changes_requested", have: 0, blockers: 1 },
    ],
  ];
  it.each(cases)("%s", (_, events, required, { status, have, blockers }) => {
    const state = reviewState(open, events, asks(required), 3);
    expect(state).toMatchObject({ status, approvals: { have, required } });
    expect(state.blockers).toHaveLength(blockers);
  });

  it("is out of date as soon as another version is live, and reports only that", () => {
    const state = reviewState(open, [fact("approved", "ana")], asks(1), 4);
    expect(state).toMatchObject({ status: "out_of_date", approvals: { have: 0 }, approvedBy: [] });
    expect(state.blockers).toEqual([{ code: "out_of_date", environment: "production" }]);
  });

  it("keeps its state after the decision", () => {
    const released = reviewState({ ...open, status: "released" }, [fact("approved", "ana")], asks(1), 9);
    expect(released).toMatchObject({ status: "released", approvals: { have: 1 } });
    expect(released.blockers).toEqual([{ code: "released" }]);
    expect(reviewState({ ...open, status: "closed" }, [], asks(1), 9).blockers).toEqual([{ code: "closed" }]);
  });

  it("names who asked for changes, and counts the approvals that are missing", () => {
    const events = [fact("approved", "ana"), fact("changes_requested", "ben")];
    expect(reviewState(open, events, asks(3), 3).blockers).toEqual([
      { code: "changes_requested", by: "ben" },
      { code: "approvals_missing", count: 2 },
    ]);
  });

  it("distinguishes people, keys and the system", () => {
    const key: ReviewFact = { ...fact("approved", "same"), actor: { kind: "key", id: "same", name: "same" } };
    expect(reviewState(open, [fact("approved", "same"), key], asks(2), 3).approvals.have).toBe(2);
  });

  const anyFact = fc.record({
    kind: fc.constantFrom<ReviewFact["kind"]>("approved", "changes_requested", "commented"),
    version: fc.integer({ min: 6, max: 7 }),
    baseRevision: fc.integer({ min: 2, max: 3 }),
    actor: fc.constantFrom("ana", "ben", "cleo").map(person),
  });

  it("requires the number of approvals, each being that person's last decision on this version", () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (events, required) => {
        const state = reviewState(open, events, asks(required), 3);
        if (state.blockers.length > 0) return;
        const people = ["ana", "ben", "cleo"].filter((id) => {
          const last = events.findLast(({ actor, kind }) => actor.id === id && kind !== "commented");
          return last?.kind === "approved" && last.version === 7 && last.baseRevision === 3;
        });
        expect(people.length).toBeGreaterThanOrEqual(required);
        expect(state.status).toBe("approved");
      }),
    );
  });

  it("is never more approved after another request for changes", () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 12 }), (events) => {
        const state = reviewState(open, [...events, fact("changes_requested", "ana")], asks(1), 3);
        expect(state.status).toBe("changes_requested");
      }),
    );
  });
});

describe("nextStep", () => {
  const look = (status: "waiting" | "changes_requested" | "approved" | "out_of_date" | "released", more = {}) => ({
    state: { status, approvedBy: [], blockedBy: [], blockers: [] },
    author: person("mara"),
    versionAuthor: person("mara"),
    canWrite: true,
    canPromote: true,
    isUnanswered: false,
    ...more,
  });
  it.each([
    ["a publisher approves what waits", "priya", look("waiting"), "approve"],
    ["nobody approves their own", "mara", look("waiting"), null],
    ["nor the version they wrote", "jonas", look("waiting", { versionAuthor: person("jonas") }), null],
    ["an editor cannot approve", "priya", look("waiting", { canPromote: false }), null],
    [
      "nobody approves twice",
      "priya",
      look("waiting", { state: { ...look("waiting").state, approvedBy: [person("priya")] } }),
      null,
    ],
    ["the author answers a request for changes", "mara", look("changes_requested"), "amend"],
    ["nobody else does", "priya", look("changes_requested"), null],
    ["the author answers what was said or suggested", "mara", look("waiting", { isUnanswered: true }), "amend"],
    ["reviewers go on reviewing it", "priya", look("waiting", { isUnanswered: true }), "approve"],
    ["what is approved is released all the same", "mara", look("approved", { isUnanswered: true }), "release"],
    ["the author brings it up to date", "mara", look("out_of_date"), "update"],
    ["who may release releases", "mara", look("approved"), "release"],
    ["who may not waits", "mara", look("approved", { canPromote: false }), null],
    ["what is released waits for nobody", "mara", look("released"), null],
  ])("%s", (_, who, request, expected) => {
    expect(nextStep(person(who), request)).toBe(expected);
  });
});

describe("decisionRefusal", () => {
  const request = {
    status: "waiting",
    author: person("mara"),
    versionAuthor: person("jonas"),
    canPromote: true,
  } as const;
  it.each([
    ["who asked", "mara", request, "own_request"],
    ["who wrote the version", "jonas", request, "own_version"],
    ["who may not release there", "priya", { ...request, canPromote: false }, "no_permission"],
    ["a request that is out of date", "priya", { ...request, status: "out_of_date" as const }, "out_of_date"],
    ["anyone else may", "priya", request, null],
    ["also again", "priya", { ...request, status: "approved" as const }, null],
  ])("%s", (_, who, context, expected) => {
    expect(decisionRefusal(person(who), context)).toBe(expected);
  });
});

describe("isUnanswered", () => {
  const [mara, priya] = [person("mara"), person("priya")];
  it.each([
    ["nothing was said", [], false],
    ["the author's own remark", [{ author: mara, answers: [] }], false],
    ["somebody else's remark", [{ author: priya, answers: [] }], true],
    ["a remark that the author answered", [{ author: priya, answers: [mara] }], false],
    ["an answer to that answer", [{ author: priya, answers: [mara, priya] }], true],
    ["an answer to the author's remark", [{ author: mara, answers: [priya] }], true],
  ])("%s", (_, remarks, expected) => expect(isUnanswered(remarks, mara)).toBe(expected));
});
