import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import type { AppError } from "@/lib/core/errors";
import { addCases } from "@/lib/evaluation/suites/commands/change-cases";
import { codeOf } from "@/lib/testing/code-of";
import { createGateStage, type GateStage } from "@/lib/testing/gate";
import { createTestMember } from "@/lib/testing/workspace";
import { releaseChangeRequest } from "../commands/change-requests";
import { updateEnvironment } from "../commands/environments";
import { openChangeRequest } from "../commands/open-change-request";
import { promoteVersion, rollBackPrompt } from "../commands/releases";
import { reviewChangeRequest } from "../commands/reviews";
import { removeGatePolicy } from "./commands";
import { getGateResult, listGateResults } from "./queries/results";

let stage: GateStage;
let owner: GateStage["owner"];
const environment = "production";
const name = "support/reply";

beforeEach(async () => {
  stage = await createGateStage();
  owner = stage.owner;
});

const promote = (version: number, more: object = {}, actor: Actor = owner) =>
  promoteVersion(actor, { name, version, environment, reason: "Better", ...more });
const result = (version: number) => getGateResult(owner, { prompt: name, version, environment });
const refusal = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => Promise.reject(new Error("It went through.")),
    (error: AppError) => error,
  );
const liveNow = async () =>
  (
    await prisma().deployment.findFirstOrThrow({
      where: { promptId: stage.promptId, environment: { name: environment } },
      include: { version: true },
    })
  ).version.number;

describe("the gate", () => {
  it("exists from its creation until its removal", async () => {
    expect(await result(2)).toBeNull();
    await stage.gate();
    expect((await result(2))?.state).toBe("missing");
    expect(await codeOf(promote(2))).toBe("gate_failed");
    await removeGatePolicy(owner, { name, environment });
    expect(await codeOf(removeGatePolicy(owner, { name, environment }))).toBe("not_found");
    expect(await codeOf(promote(2))).toBe("fine");
  });

  it("does not compare scores of different judges, and says what to do", async () => {
    await stage.gate();
    const live = await stage.ran(1);
    await stage.ran(2);
    expect((await result(2))?.state).toBe("passed");
    const judged = [{ id: "judge", type: "judge", version: 1, model: { provider: "another", name: "judge" } }];
    await prisma().evaluationRun.update({ where: { id: live }, data: { scorers: judged } });
    expect(await result(2)).toMatchObject({
      state: "missing",
      baseline: null,
      comparison: null,
      reasons: [
        { code: "baseline_missing", message: expect.stringContaining("judged by another judge. Run v2 again") },
      ],
    });
    await stage.ran(1);
    expect((await result(2))?.state).toBe("passed");
  });

  it("passes a version that reaches the minimums and is not worse, and stores the result with the release", async () => {
    await stage.gate();
    const live = await stage.ran(1, { accuracy: [0, 1, 2] });
    const run = await stage.ran(2, { accuracy: [0, 5] });
    expect(await result(2)).toMatchObject({
      state: "passed",
      liveVersion: 1,
      run: { id: run },
      baseline: { id: live },
      reasons: [],
      brokenCases: [{}],
      comparison: { fixed: 2, broken: 1, same: 17 },
    });
    const { release } = await promote(2);
    expect(release.evidence).toEqual({
      gate: {
        state: "passed",
        before: null,
        suite: {
          id: stage.suiteId,
          name: "Support replies",
          revision: 1,
          scorersHash: expect.stringMatching(/^[0-9a-f]{32}$/),
          casesChangedBy: { kind: "user", id: owner.userId, name: "Test Owner", at: expect.any(String) },
          scorersChangedBy: null,
          approvedBy: { kind: "user", id: owner.userId, name: "Test Owner", at: expect.any(String) },
        },
        run,
        baselineRun: live,
        baselineVersion: 1,
        comparison: expect.stringContaining("Not worse than v1"),
        scores: {
          accuracy: { score: 0.9, minimum: 0.8 },
          format: { score: 1, minimum: null },
          safety: { score: 1, minimum: null },
        },
      },
    });
    const audit = { workspaceId: stage.workspaceId, action: "version.promote" };
    const last = await prisma().auditEvent.findFirst({ where: audit, orderBy: { at: "desc" } });
    expect(last?.data).toMatchObject({ gate: { run } });
  });

  it("names the dimensions and the broken cases", async () => {
    await stage.gate({ minimums: { accuracy: 0.8, format: 1 } });
    await stage.ran(1);
    await stage.ran(2, { accuracy: [3], format: [4, 5, 6, 7, 8] });
    const error = await refusal(promote(2));
    expect(error.code).toBe("gate_failed");
    expect(error.message).toContain(
      "v2 of support/reply has not passed the gate of production. Format is 75\u00a0%, the minimum is 100",
    );
    expect(error.errors?.map(({ pointer, code }) => `${pointer} ${code}`).slice(0, 2)).toEqual([
      "/gate/format below_minimum",
      "/gate/format worse_than_live",
    ]);
    const broken = error.errors?.filter(({ code }) => code === "broken") ?? [];
    expect(broken).toHaveLength(6);
    expect(broken[0]?.pointer).toMatch(/^\/cases\/[0-9a-f-]{36}$/);
    expect(broken[0]?.message).toBe("Case 4 “Where is parcel 4?”: v1 passes accuracy, v2 does not.");
    expect(await liveNow()).toBe(1);
  });

  it("applies to every kind of release to the environment", async () => {
    await stage.gate();
    await stage.ran(1);
    await stage.ran(2, { accuracy: [0, 1, 2, 3, 4, 5] });
    const system: Actor = { kind: "system", workspaceId: stage.workspaceId, name: "Understudy" };
    expect(await codeOf(promote(2))).toBe("gate_failed");
    expect(await codeOf(promote(2, {}, system))).toBe("gate_failed");
    expect(await codeOf(stage.save("three", { deployTo: environment }))).toBe("gate_failed");
    expect((await prisma().version.count({ where: { promptId: stage.promptId } })) === 2).toBe(true);
    const request = await openChangeRequest(owner, { name, version: 2, environment, title: "v2" });
    expect(await codeOf(releaseChangeRequest(owner, { number: request.number, reason: "now" }))).toBe("gate_failed");
    expect(await liveNow()).toBe(1);
  });

  it("allows a return to versions that were live there only, for any kind of release", async () => {
    await stage.gate();
    await stage.ran(1);
    await stage.ran(2);
    await promote(2);
    await stage.save("three");
    await addCases(owner, { id: stage.suiteId, cases: [{ variables: { message: "New" } }] });
    expect(await codeOf(promote(1))).toBe("gate_failed");
    expect(await codeOf(rollBackPrompt(owner, { name, environment }))).toBe("fine");
    expect(await liveNow()).toBe(1);
    const fresh = await createGateStage();
    const [later] = [await fresh.save("three")];
    await promoteVersion(fresh.owner, { name, version: later.version, environment, reason: "" });
    await fresh.gate();
    const back = { name, environment, version: 2, reason: "It was never live" };
    expect(await codeOf(rollBackPrompt(fresh.owner, back))).toBe("gate_failed");
  });

  it("can be overridden by those who may, with a recorded reason, together with missing approvals", async () => {
    await stage.gate();
    const publisher = await createTestMember(stage.workspaceId, "publisher");
    const past = { override: true, reason: "Customers cannot wait" };
    expect(await codeOf(promote(2, past, publisher))).toBe("forbidden");
    expect(await codeOf(promote(2, { ...past, reason: " " }))).toBe("invalid_request");
    const { release } = await promote(2, past);
    expect(release.evidence).toMatchObject({
      override: true,
      missing: expect.stringContaining("was not evaluated on “Support replies” yet"),
      gate: { state: "missing" },
    });
    await updateEnvironment(owner, { name: environment, requiredApprovals: 1 });
    await stage.save("three");
    const error = await refusal(promote(3));
    expect([error.code, error.errors?.[0]?.code]).toEqual(["approval_required", "not_evaluated"]);
    const both = await promote(3, past);
    expect(both.release.evidence).toMatchObject({ missing: expect.stringMatching(/requires an approval.*gate of/) });
  });

  it("applies to an approved change request, and both are stored with the release", async () => {
    await updateEnvironment(owner, { name: environment, requiredApprovals: 1 });
    await stage.gate();
    const editor = await createTestMember(stage.workspaceId, "editor");
    const { number } = await openChangeRequest(editor, { name, version: 2, environment, title: "v2" });
    const reviewer = await createTestMember(stage.workspaceId, "publisher");
    await reviewChangeRequest(reviewer, { number, verdict: "approve", body: "" });
    expect(await codeOf(releaseChangeRequest(owner, { number, reason: "" }))).toBe("gate_failed");
    await stage.ran(1);
    await stage.ran(2);
    const { release } = await releaseChangeRequest(owner, { number, reason: "" });
    expect(release.evidence).toMatchObject({
      changeRequest: number,
      approvedBy: ["Test publisher"],
      gate: { state: "passed" },
    });
  });

  it("waits for a baseline, and for a run", async () => {
    await stage.gate();
    await stage.ran(2);
    expect((await result(2))?.reasons.map(({ code }) => code)).toEqual(["baseline_missing"]);
    await stage.ran(1, { status: "running" });
    expect((await result(2))?.state).toBe("running");
    expect(await codeOf(promote(2))).toBe("gate_failed");
    await stage.ran(1);
    expect((await result(2))?.state).toBe("passed");
    await stage.ran(2, { status: "cancelled" });
    expect(await result(2)).toMatchObject({ state: "inconclusive", reasons: [{ code: "run_stopped" }] });
  });

  it("fails if the judge gives invalid answers, or if answers failed", async () => {
    await stage.gate();
    await stage.ran(1);
    await stage.ran(2, { invalid: 3 });
    const error = await refusal(promote(2));
    expect([error.code, error.errors?.[0]?.code]).toEqual(["gate_failed", "too_many_invalid"]);
    expect(error.message).toContain("the judge gave no usable answer in 3 of 20 judgements");
    await stage.ran(2, { failed: 3 });
    expect((await result(2))?.reasons[0]?.code).toBe("too_many_failed");
    await stage.ran(2, { invalid: 2 });
    expect((await result(2))?.state).toBe("passed");
  });

  it("counts only runs with the approved cases, the approved scorers and the settings of the gate", async () => {
    await stage.gate();
    await stage.ran(1);
    await stage.ran(2);
    expect((await result(2))?.state).toBe("passed");
    await addCases(owner, { id: stage.suiteId, cases: [{ variables: { message: "Another" } }] });
    expect((await result(2))?.reasons[0]?.message).toContain(
      "v2 was evaluated on other cases of “Support replies” than",
    );
    expect(await codeOf(promote(2))).toBe("gate_failed");
    await stage.ran(1);
    await stage.ran(2);
    expect((await result(2))?.state).toBe("passed");
    await stage.gate({ repeats: 3 });
    expect((await result(2))?.reasons[0]?.message).toContain("another model or other repeats");
    await stage.gate();
    const scorers = [{ id: "other", type: "exact", dimension: "accuracy", version: 2 }];
    await prisma().testSuite.update({ where: { id: stage.suiteId }, data: { scorers } });
    expect((await result(2))?.state).toBe("passed");
    await prisma().gatePolicy.updateMany({ where: { suiteId: stage.suiteId }, data: { scorers } });
    expect((await result(2))?.reasons[0]?.message).toContain("with other scorers than the approved ones");
  });

  it("compares with the current live version, not with an earlier one", async () => {
    await stage.gate();
    await stage.save("three");
    await stage.ran(1, { format: [0, 1, 2, 3, 4, 5, 6] });
    await stage.ran(2);
    await stage.ran(3, { format: [0, 1, 2, 3, 4] });
    expect((await result(3))?.state).toBe("passed");
    await promote(2);
    expect(await result(3)).toMatchObject({ state: "failed", liveVersion: 2, comparison: { broken: 5, fixed: 0 } });
    expect(await result(2)).toMatchObject({ state: "passed", liveVersion: null, comparison: null });
  });

  it("judges one of two concurrent promotions against the other", async () => {
    await stage.gate();
    await stage.save("three");
    await stage.ran(1, { format: [0, 1, 2, 3, 4, 5, 6] });
    await stage.ran(2);
    await stage.ran(3, { format: [0, 1, 2, 3, 4] });
    const [two, three] = await Promise.all([codeOf(promote(2)), codeOf(promote(3))]);
    expect(two).toBe("fine");
    // v3 is better than v1 and worse than v2, so it can only be released before v2.
    const releases = await prisma().release.findMany({
      where: { promptId: stage.promptId },
      orderBy: { revision: "asc" },
    });
    expect(releases.map(({ toVersion }) => toVersion)).toEqual(three === "fine" ? [1, 3, 2] : [1, 2]);
    if (three !== "fine") expect(three).toBe("gate_failed");
  });

  it("is read by concurrent promotions before or after a change, never in between", async () => {
    await stage.gate({ minimums: { accuracy: 0.8 } });
    await stage.ran(1);
    await stage.ran(2, { accuracy: [0] });
    const [moved] = await Promise.all([codeOf(promote(2)), stage.gate({ minimums: { accuracy: 1 } })]);
    const policy = await prisma().gatePolicy.findFirstOrThrow({ where: { promptId: stage.promptId } });
    const released = await prisma().release.findFirst({ where: { promptId: stage.promptId, toVersion: 2 } });
    expect(moved === "fine" || moved === "gate_failed").toBe(true);
    if (released) expect(released.at.getTime()).toBeLessThanOrEqual(policy.updatedAt.getTime() + 1_000);
    expect(await codeOf(promote(2))).toBe(moved === "fine" ? "fine" : "gate_failed");
  });

  it("uses as many statements for hundreds of places as for one", async () => {
    await stage.gate();
    await stage.ran(1);
    await stage.ran(2);
    const place = { promptId: stage.promptId, environmentId: stage.workspace.environments.production };
    const many = Array.from({ length: 300 }, (_, index) => ({ ...place, version: (index % 2) + 1 }));
    const results = await listGateResults(owner, many);
    expect(results).toHaveLength(300);
    expect(new Set(results.map((each) => `${each?.version} ${each?.state}`))).toEqual(
      new Set(["1 passed", "2 passed"]),
    );
    const elsewhere = { ...place, environmentId: stage.workspace.environments.staging, version: 2 };
    expect(await listGateResults(owner, [elsewhere])).toEqual([null]);
    expect(await listGateResults(owner, [])).toEqual([]);
  });
});
