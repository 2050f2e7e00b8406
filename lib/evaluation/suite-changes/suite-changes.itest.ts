import { beforeEach, describe, expect, it } from "vitest";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import type { Actor, KeyActor, UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { getGatePolicyOrThrow } from "@/lib/registry/gate/queries/policies";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import { codeOf } from "@/lib/testing/code-of";
import { createGateStage, type GateStage } from "@/lib/testing/gate";
import { createTestMember, createTestWorkspace, keyActorFor } from "@/lib/testing/workspace";
import { runGate } from "../gate/commands/run-gate";
import { createRun } from "../runs/commands/create-run";
import { repeatRun } from "../runs/commands/repeat-run";
import { saveScorers } from "../scorers/commands/save-scorers";
import { getScorers } from "../scorers/queries";
import { scorersInput } from "../scorers/schema";
import { addCases, removeCases, replaceCase } from "../suites/commands/change-cases";
import { restoreRevision } from "../suites/commands/restore-revision";
import { updateSuite } from "../suites/commands/suites";
import { listCases } from "../suites/queries";
import { approveSuite } from "./commands";
import { getSuiteChanges, getSuiteOfGate, listGatesOfSuite } from "./queries/suite-changes";

const environment = "production";
const name = "support/reply";
const place = { name, environment };
const trivial = (id = "any") => scorersInput.parse([{ id, type: "length", name: "Any", min: 0 }]);

let stage: GateStage;
let owner: UserActor;
let publisher: UserActor;

beforeEach(async () => {
  stage = await createGateStage();
  owner = stage.owner;
  publisher = await createTestMember(stage.workspaceId, "publisher");
  await stage.gate();
});

const promote = (actor: Actor, version = 2) =>
  promoteVersion(actor, { name, version, environment, reason: "It passed" });
const waiting = async () => (await getSuiteOfGate(owner, place)).waiting;
const keyWith = (rights: KeyActor["rights"], reach: string) => keyActorFor(stage, [reach], rights ? { rights } : {});
const approveNow = async (actor: Actor = owner) => {
  const now = await waiting();
  if (!now) throw new Error("Nothing waits.");
  await approveSuite(actor, { ...place, revision: now.revision, scorersHash: now.scorersHash });
};

describe("a gate cannot be bypassed", () => {
  it("by a publisher who replaces its scorers with a trivial one, runs it and promotes", async () => {
    await saveScorers(publisher, { id: stage.suiteId, scorers: trivial() });
    const run = await runGate(publisher, { prompt: name, version: 2, environment });
    expect(run.scorers.map(({ id }) => id)).toEqual(["accuracy", "format", "safety"]);
    const own = { prompt: name, version: 2, suite: stage.suiteId, environment };
    await createRun(publisher, { ...own, trigger: "api" });
    await prisma().evaluationRun.updateMany({
      where: { workspaceId: stage.workspaceId, trigger: "api" },
      data: { status: "finished", dimensions: {} },
    });
    expect(await codeOf(promote(publisher))).toBe("gate_failed");
  });

  it("by a key without the right, or one of another environment", async () => {
    const development = stage.workspace.environments.development;
    const narrow = keyWith(["prompt:read", "suite:write", "gate:write"], development);
    const without = keyWith(["prompt:read", "suite:write"], stage.workspace.environments.production);
    await saveScorers(narrow, { id: stage.suiteId, scorers: [] });
    expect(await waiting()).toMatchObject({ scorers: { added: [], removed: ["accuracy", "format", "safety"] } });
    expect(await codeOf(approveNow(narrow))).toBe("environment_not_allowed");
    await saveScorers(without, { id: stage.suiteId, scorers: trivial() });
    expect(await waiting()).toMatchObject({ scorers: { added: ["Any"], removed: { length: 3 } } });
    expect(await codeOf(approveNow(without))).toBe("insufficient_scope");
    const reaching = keyWith(["prompt:read", "suite:write", "gate:write"], stage.workspace.environments.production);
    await approveNow(reaching);
    await saveScorers(reaching, { id: stage.suiteId, scorers: trivial("other") });
    expect(await waiting()).toBeNull();
  });

  it("by removing failed cases, or with an earlier revision", async () => {
    await addCases(owner, { id: stage.suiteId, cases: [{ variables: { message: "Late" } }] });
    const { items } = await listCases(owner, stage.suiteId, { limit: 30 });
    await removeCases(publisher, { id: stage.suiteId, caseKeys: items.slice(0, 15).map(({ key }) => key) });
    expect((await runGate(publisher, { prompt: name, version: 2, environment })).progress.total).toBe(21);
    await restoreRevision(publisher, { id: stage.suiteId, revision: 1 });
    expect(await waiting()).toMatchObject({ revision: 4, cases: { added: 0, removed: 1, replaced: 0 } });
    const policy = await getGatePolicyOrThrow(owner, place);
    expect(policy.suite).toMatchObject({ revision: 2, hasWaitingChanges: true });
  });

  it("by renaming or archiving its suite", async () => {
    const id = stage.suiteId;
    expect(await codeOf(updateSuite(publisher, { id, name: "Other" }))).toBe("forbidden");
    expect(await codeOf(updateSuite(publisher, { id, isArchived: true }))).toBe("forbidden");
    expect(await codeOf(updateSuite(publisher, { id, description: "About parcels" }))).toBe("fine");
    expect(await codeOf(updateSuite(owner, { id, name: "Other" }))).toBe("fine");
  });

  it("by a gate that an instance of the previous software version creates, or gives another suite", async () => {
    const [row] = await prisma().$queryRaw<{ suite_revision: number; scorers: unknown[] }[]>`
      update gate_policies set suite_id = suite_id, alpha = 0.04 where workspace_id = ${stage.workspaceId}::uuid
      returning suite_revision, scorers`;
    expect(row).toMatchObject({ suite_revision: 1, scorers: { length: 3 } });
  });
});

describe("changes of a suite that a gate uses", () => {
  it("count immediately if made by somebody who may change gates", async () => {
    await addCases(owner, { id: stage.suiteId, cases: [{ variables: { message: "New" } }] });
    await saveScorers(owner, { id: stage.suiteId, scorers: trivial() });
    expect(await waiting()).toBeNull();
    expect((await getSuiteOfGate(owner, place)).suite).toMatchObject({
      revision: 2,
      casesChangedBy: { name: "Test Owner" },
      scorersChangedBy: { name: "Test Owner" },
      approvedBy: { name: "Test Owner", id: owner.userId },
    });
  });

  it("are listed case by case, with what differs in each", async () => {
    const { items } = await listCases(owner, stage.suiteId, { limit: 30 });
    const [first, second, third] = items;
    if (!first || !second || !third) throw new Error("The suite has fewer than three cases.");
    const { suiteId: id } = stage;
    await replaceCase(publisher, { id, caseKey: first.key, changes: { expected: "New" } });
    await removeCases(publisher, { id: stage.suiteId, caseKeys: [second.key] });
    await addCases(publisher, { id: stage.suiteId, cases: [{ name: "Theirs", variables: { message: "Late" } }] });
    // The case was changed and changed back, so there is nothing to approve.
    await replaceCase(publisher, { id, caseKey: third.key, changes: { expected: "other" } });
    await replaceCase(publisher, { id, caseKey: third.key, changes: { expected: third.expected } });
    const { cases, hasMore, scorers } = await getSuiteChanges(owner, place);
    expect([hasMore, scorers]).toEqual([false, []]);
    expect(cases.map(({ kind }) => kind)).toEqual(["removed", "changed", "added"]);
    expect(cases[1]?.fields).toMatchObject([{ field: "expected", after: "New" }]);
    expect(cases[2]).toMatchObject({ title: "Theirs", fields: [{ field: "name" }, { variable: "message" }] });
    const stranger = await createTestWorkspace();
    expect(await codeOf(getSuiteChanges(stranger.owner, place))).toBe("not_found");
  });

  it("are listed scorer by scorer, with what differs in each", async () => {
    const [first, ...others] = (await getScorers(owner, stage.suiteId)).scorers;
    if (!first) throw new Error("The suite has no scorers.");
    const renamed = { ...first, name: "Otherwise called" };
    await saveScorers(publisher, { id: stage.suiteId, scorers: [renamed, ...others.slice(1), ...trivial()] });
    const { scorers } = await getSuiteChanges(owner, place);
    expect(scorers.map(({ kind, id }) => [kind, id])).toEqual([
      ["removed", "format"],
      ["changed", "accuracy"],
      ["added", "any"],
    ]);
    expect(scorers[1]?.fields).toMatchObject([{ label: "Name", after: "Otherwise called" }]);
  });

  it("report a renamed scorer", async () => {
    const [first, ...others] = (await getScorers(owner, stage.suiteId)).scorers;
    if (!first) throw new Error("The suite has no scorers.");
    const call = (name: string) =>
      saveScorers(publisher, { id: stage.suiteId, scorers: [{ ...first, name }, ...others] });
    await call("Short");
    await approveNow();
    await call("Brief");
    const scorers = { added: [], changed: [], removed: [], renamed: [{ before: "Short", after: "Brief" }] };
    expect(await waiting()).toMatchObject({ scorers });
  });

  it("wait if changes of others wait, until somebody approves exactly the current state", async () => {
    await addCases(publisher, { id: stage.suiteId, cases: [{ variables: { message: "Theirs" } }] });
    await addCases(owner, { id: stage.suiteId, cases: [{ variables: { message: "Mine" } }] });
    const unread = async () => (await listAlerts(publisher, { limit: 5, isOpen: true })).items.length;
    expect(await unread()).toBe(1);
    const now = await waiting();
    expect(now).toMatchObject({ revision: 3, cases: { added: 2, removed: 0, replaced: 0 } });
    const seen = { ...place, revision: 3, scorersHash: now?.scorersHash ?? "" };
    expect(await codeOf(approveSuite(publisher, seen))).toBe("forbidden");
    expect(await codeOf(approveSuite(owner, { ...seen, revision: 2 }))).toBe("revision_conflict");
    expect(await codeOf(approveSuite(owner, { ...seen, scorersHash: "0" }))).toBe("revision_conflict");
    expect(await codeOf(approveSuite(owner, { ...seen, environment: "staging" }))).toBe("not_found");
    await approveSuite(owner, seen);
    await approveSuite(owner, seen);
    expect(await waiting()).toBeNull();
    expect(await unread()).toBe(0);
    const alerts = await prisma().alert.findMany({ where: { workspaceId: stage.workspaceId } });
    expect(alerts).toMatchObject([{ kind: "gate.changes_wait", path: `evaluations/suites/${stage.suiteId}` }]);
    const where = { workspaceId: stage.workspaceId, action: "gate.approve-suite" };
    const events = await prisma().auditEvent.findMany({ where });
    expect(events.map(({ data }) => data)).toMatchObject([{ from: { revision: 1 }, to: { revision: 3 } }]);
    expect(await listGatesOfSuite(publisher, stage.suiteId)).toMatchObject([{ prompt: name, mayApprove: false }]);
  });

  it("are not approved by saving the gate's settings", async () => {
    await addCases(publisher, { id: stage.suiteId, cases: [{ variables: { message: "Theirs" } }] });
    await stage.gate({ minimums: { accuracy: 0.9 } });
    expect(await waiting()).toMatchObject({ revision: 2 });
  });
});

describe("the evidence of a release", () => {
  it("contains the suite, who changed it, who approved it, and the one of the previous release", async () => {
    await stage.ran(1);
    const first = await stage.ran(2);
    const one = await promote(owner);
    expect(one.release.evidence).toMatchObject({
      gate: {
        run: first,
        before: null,
        suite: {
          revision: 1,
          scorersHash: expect.stringMatching(/^[0-9a-f]{32}$/),
          casesChangedBy: { kind: "user", name: "Test Owner", at: expect.any(String) },
          approvedBy: { name: "Test Owner" },
        },
      },
    });
    await rollBackPrompt(owner, { ...place, reason: "Once more" });
    await addCases(publisher, { id: stage.suiteId, cases: [{ variables: { message: "New" } }] });
    await approveNow();
    await stage.ran(1);
    await stage.save("three");
    await stage.ran(3);
    const two = await promote(owner, 3);
    expect(two.release.evidence).toMatchObject({
      gate: {
        suite: { revision: 2, casesChangedBy: { name: publisher.name }, approvedBy: { name: "Test Owner" } },
        before: { version: 2, suite: { id: stage.suiteId, revision: 1, scorersHash: expect.any(String) } },
      },
    });
  });
});

describe("a run made again", () => {
  it("uses the cases, scorers and versions it used", async () => {
    await stage.ran(1);
    const gated = await runGate(owner, { prompt: name, version: 2, environment });
    await saveScorers(owner, { id: stage.suiteId, scorers: trivial() });
    await addCases(owner, { id: stage.suiteId, cases: [{ variables: { message: "New" } }] });
    const again = await repeatRun(owner, { id: gated.id });
    expect(again).toMatchObject({
      version: 2,
      suite: { revision: 1 },
      scorers: gated.scorers,
      configHash: gated.configHash,
      progress: { total: 20 },
      baseline: { version: 1 },
      trigger: "manual",
    });
    expect(again.id).not.toBe(gated.id);
    expect((await getGateResult(owner, { prompt: name, version: 2, environment }))?.state).toBe("missing");
  });
});
