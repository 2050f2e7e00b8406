import { beforeAll, describe, expect, it } from "vitest";
import type { Actor, UserActor } from "@/lib/auth/actor";
import { authenticateKey } from "@/lib/auth/api-keys";
import { prisma } from "@/lib/core/db";
import { codeOf } from "@/lib/testing/code-of";
import { createReviewStage, type ReviewStage } from "@/lib/testing/review";
import { says } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { releaseChangeRequest } from "./commands/change-requests";
import { addEnvironment, updateEnvironment } from "./commands/environments";
import { archivePrompt, createPrompt, restorePrompt } from "./commands/prompts";
import { rollBackPrompt } from "./commands/releases";
import { saveVersion } from "./commands/save-version";
import { getChangeRequestOrThrow } from "./queries/change-requests";
import { listEnvironments } from "./queries/environments";

const environment = "production";
let stage: ReviewStage;
let workspace: TestWorkspace;
let owner: UserActor;
let jonas: UserActor; // a publisher
let aiko: UserActor; // another publisher

beforeAll(async () => {
  stage = await createReviewStage();
  ({ workspace, owner, jonas, aiko } = stage);
});

describe("the rule", () => {
  it("cannot be changed by a key without access to the environment", async () => {
    const { keyId } = await authenticateKey(`Bearer ${workspace.manageKey}`);
    const bound = keyActorFor(workspace, [workspace.environments.staging], { keyId });
    expect(await codeOf(updateEnvironment(bound, { name: environment, requiredApprovals: 0 }))).toBe(
      "environment_not_allowed",
    );
    expect(await codeOf(updateEnvironment(bound, { name: "staging", requiredApprovals: 0 }))).toBe("fine");
  });

  it("applies to every kind of release to the environment", async () => {
    const name = await stage.prompt();
    const content = says("straight to production");
    expect(await codeOf(stage.promote(owner, name, 2))).toBe("approval_required");
    expect(await codeOf(saveVersion(owner, { name, content, deployTo: environment }))).toBe("approval_required");
    const fresh = { name: `${name}-new`, content, deployTo: environment };
    expect(await codeOf(createPrompt(owner, fresh))).toBe("approval_required");
    const system: Actor = { kind: "system", workspaceId: workspace.workspaceId, name: "Understudy" };
    expect(await codeOf(stage.promote(system, name, 2))).toBe("approval_required");
    await archivePrompt(owner, { name });
    await restorePrompt(owner, { name });
    expect(await stage.liveNow(name)).toBe(1);
    const versions = await prisma().version.count({ where: { prompt: { name, workspaceId: workspace.workspaceId } } });
    expect(versions).toBe(2);
  });

  it("can be overridden by those who may, with a recorded reason", async () => {
    const name = await stage.prompt();
    expect(await codeOf(stage.promote(jonas, name, 2, { override: true, reason: "urgent" }))).toBe("forbidden");
    expect(await codeOf(stage.promote(owner, name, 2, { override: true, reason: "  " }))).toBe("invalid_request");
    const { number } = await stage.ask(name);
    const { release } = await stage.promote(owner, name, 2, { override: true, reason: "People were hurt" });
    expect(release.evidence).toMatchObject({ override: true, changeRequest: number });
    const audit = await prisma().auditEvent.findFirst({
      where: { workspaceId: workspace.workspaceId, action: "version.promote", targetName: name },
      orderBy: { at: "desc" },
    });
    expect(audit?.data).toMatchObject({ override: true, reason: "People were hurt" });
    expect((await getChangeRequestOrThrow(owner, number)).status).toBe("released");
  });

  it("needs no override after an approval, and records none", async () => {
    const name = await stage.prompt();
    await stage.approve(jonas, (await stage.ask(name)).number);
    const { release } = await stage.promote(aiko, name, 2);
    expect(release.evidence).toMatchObject({ approvedBy: [jonas.name] });
  });

  it("allows a rollback without approval, only to versions that were live there", async () => {
    const name = await stage.prompt(3);
    await stage.approve(jonas, (await stage.ask(name, 3)).number);
    await stage.promote(jonas, name, 3);
    const back = (version: number) => rollBackPrompt(jonas, { name, environment, version });
    expect(await codeOf(back(2))).toBe("invalid_state");
    expect((await back(1)).deployment.version).toBe(1);
  });

  it("allows exactly one of 20 concurrent releases", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    await stage.approve(jonas, number);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => codeOf(releaseChangeRequest(i % 2 ? jonas : aiko, { number }))),
    );
    expect(results.filter((result) => result === "fine")).toHaveLength(1);
    expect(results.filter((result) => result === "invalid_state")).toHaveLength(19);
    const { id } = await prisma().changeRequest.findFirstOrThrow({
      where: { workspaceId: workspace.workspaceId, number },
    });
    expect(await prisma().reviewEvent.count({ where: { changeRequestId: id, kind: "released" } })).toBe(1);
    const where = { prompt: { name, workspaceId: workspace.workspaceId }, toVersion: 2 };
    expect(await prisma().release.count({ where })).toBe(1);
  });

  it("blocks a release after an earlier request for changes", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    await stage.approve(jonas, number);
    const [, released] = await Promise.all([
      codeOf(stage.say(aiko, number, "request_changes")),
      codeOf(releaseChangeRequest(jonas, { number })),
    ]);
    const { events } = await getChangeRequestOrThrow(owner, number);
    const kinds = events.map(({ kind }) => kind);
    if (released === "fine") expect(kinds).not.toContain("changes_requested");
    else expect(released).toBe("approval_required");
  });

  it("requires nothing if no approvals are required", async () => {
    const other = await createTestWorkspace();
    await createPrompt(other.owner, { name: "free", content: says("x"), deployTo: environment });
    await saveVersion(other.owner, { name: "free", content: says("y"), deployTo: environment });
    expect(await listEnvironments(other.owner)).toMatchObject([{}, {}, { requiredApprovals: 0 }]);
  });
});

describe("environments", () => {
  it("are added in order, once, by those with the permission", async () => {
    const own = await createTestWorkspace();
    const add = (name: string, stage: "development" | "testing" | "production", more = {}) =>
      addEnvironment(own.owner, { name, stage, isProtected: false, ...more });
    await add("preview", "testing");
    await add("eu-production", "production", { requiredApprovals: 2 });
    await add("local", "development", { position: 0 });
    expect((await listEnvironments(own.owner)).map(({ name, position }) => `${position} ${name}`)).toEqual([
      "0 local",
      "1 development",
      "2 staging",
      "3 preview",
      "4 production",
      "5 eu-production",
    ]);
    const twice = await Promise.all(Array.from({ length: 5 }, () => codeOf(add("twin", "testing"))));
    expect(twice.filter((result) => result === "fine")).toHaveLength(1);
    expect(new Set(twice)).toEqual(new Set(["fine", "already_exists"]));
    for (const name of ["Big", "a b", "-a", "", "x".repeat(41)])
      expect(await codeOf(add(name, "testing")), name).toBe("invalid_request");
    const publisher = await createTestMember(own.workspaceId, "publisher");
    const asPublisher = { name: "mine", stage: "testing", isProtected: false } as const;
    expect(await codeOf(addEnvironment(publisher, asPublisher))).toBe("forbidden");
    expect(await codeOf(updateEnvironment(publisher, { name: "staging", requiredApprovals: 1 }))).toBe("forbidden");
    expect(await codeOf(updateEnvironment(own.owner, { name: "nowhere" }))).toBe("not_found");
  });
});
