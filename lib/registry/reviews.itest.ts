import { beforeAll, describe, expect, it } from "vitest";
import type { Actor, UserActor } from "@/lib/auth/actor";
import { authenticateKey } from "@/lib/auth/api-keys";
import { createApiKey, rotateApiKey } from "@/lib/auth/commands/api-keys";
import { changeMemberRole, removeMember } from "@/lib/auth/commands/members";
import { codeOf } from "@/lib/testing/code-of";
import { createReviewStage, type ReviewStage } from "@/lib/testing/review";
import { says } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import {
  amendChangeRequest,
  closeChangeRequest,
  editChangeRequest,
  markChangeSeen,
  releaseChangeRequest,
  reopenChangeRequest,
  updateChangeRequest,
} from "./commands/change-requests";
import { commentOnChange, reopenComment, resolveComment } from "./commands/comment-on-change";
import { openChangeRequest } from "./commands/open-change-request";
import { createPrompt } from "./commands/prompts";
import { reviewChangeRequest } from "./commands/reviews";
import { saveVersion } from "./commands/save-version";
import { getChangeRequestOrThrow } from "./queries/change-requests";
import { getInbox, listChangeRequests, listWaiting } from "./queries/inbox";

const environment = "production";
let stage: ReviewStage;
let workspace: TestWorkspace;
let owner: UserActor;
let mara: UserActor; // an editor
let jonas: UserActor; // a publisher
let aiko: UserActor; // another publisher
let viewer: UserActor;

beforeAll(async () => {
  stage = await createReviewStage();
  ({ workspace, owner, mara, jonas, aiko, viewer } = stage);
});

describe("asking", () => {
  it("counts up, compares with what is live, and refuses to ask twice or for what is live", async () => {
    const name = await stage.prompt(3);
    const first = await stage.ask(name);
    expect(first).toMatchObject({
      baseVersion: 1,
      baseRevision: 1,
      status: "waiting",
      approvals: { have: 0, required: 1 },
      events: [{ kind: "opened", version: 2 }],
    });
    expect((await stage.ask(name, 3)).number).toBe(first.number + 1);
    await expect(stage.ask(name)).rejects.toMatchObject({
      code: "already_exists",
      message: expect.stringContaining(`${first.number}`),
    });
    expect(await codeOf(stage.ask(name, 1))).toBe("invalid_state");
    expect(await codeOf(stage.ask(name, 9))).toBe("not_found");
    expect(await codeOf(stage.ask(name, 2, viewer))).toBe("forbidden");
  });

  it("gives 20 who ask at once the same one request, and numbers without gaps to others", async () => {
    const name = await stage.prompt(2);
    const results = await Promise.all(Array.from({ length: 20 }, () => codeOf(stage.ask(name))));
    expect(results.filter((result) => result === "fine")).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(["fine", "already_exists"]));
  });
});

describe("judging", () => {
  it("lets nobody approve what they asked for or wrote, person or key", async () => {
    const name = await stage.prompt();
    await saveVersion(jonas, { name, content: says("by Jonas") });
    const { number } = await openChangeRequest(aiko, { name, version: 3, environment, title: "Jonas wrote it" });
    expect(await codeOf(stage.approve(aiko, number))).toBe("self_approval");
    expect(await codeOf(stage.approve(jonas, number))).toBe("self_approval");
    expect(await codeOf(stage.say(jonas, number, "request_changes"))).toBe("self_approval");
    expect((await stage.approve(owner, number)).status).toBe("approved");

    const key = await authenticateKey(`Bearer ${workspace.manageKey}`);
    const keyOf = async (actor: Actor) => {
      const made = await createApiKey(actor, { name: "other", scope: "manage", environments: "all" });
      return authenticateKey(`Bearer ${made.key}`);
    };
    const admin = await createTestMember(workspace.workspaceId, "admin");
    const other = await keyOf(admin);
    await saveVersion(key, { name, content: says("by a key") });
    const request = await openChangeRequest(mara, { name, version: 4, environment, title: "by a key" });
    expect(await codeOf(stage.approve(key, request.number))).toBe("self_approval");
    // A second key of the first key or of the same person cannot approve again, nor can that person.
    for (const again of [await keyOf(key), await keyOf(owner), owner])
      expect(await codeOf(stage.approve(again, request.number))).toBe("self_approval");
    const rotated = await rotateApiKey(owner, { id: key.keyId });
    expect(await codeOf(stage.approve(await authenticateKey(`Bearer ${rotated.key}`), request.number))).toBe(
      "self_approval",
    );
    expect((await stage.approve(other, request.number)).approvals.have).toBe(1);
    // A person and their key cannot give two approvals.
    expect(await codeOf(stage.approve(admin, request.number))).toBe("self_approval");
  });

  it("approves, comments on and releases only the version that the person has read", async () => {
    const name = await stage.prompt(2);
    const { number } = await stage.ask(name);
    await saveVersion(mara, { name, content: says("unseen") });
    await amendChangeRequest(mara, { number, version: 3 });
    const judge = (verdict: "approve" | "request_changes" | "comment", version: number) =>
      reviewChangeRequest(aiko, { number, verdict, body: "because", version });
    expect(await codeOf(judge("approve", 2))).toBe("out_of_date");
    expect(await codeOf(judge("request_changes", 2))).toBe("out_of_date");
    expect(await codeOf(judge("comment", 2))).toBe("out_of_date");
    expect((await getChangeRequestOrThrow(owner, number)).approvals.have).toBe(0);
    expect((await judge("approve", 3)).status).toBe("approved");
    expect(await codeOf(releaseChangeRequest(jonas, { number, version: 2 }))).toBe("out_of_date");
    expect(await codeOf(releaseChangeRequest(jonas, { number, version: 3 }))).toBe("fine");
  });

  it("takes verdicts from those who may release there alone; everyone may comment", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    const editor = await createTestMember(workspace.workspaceId, "editor");
    for (const actor of [viewer, editor]) {
      expect(await codeOf(stage.approve(actor, number))).toBe("forbidden");
      expect(await codeOf(stage.say(actor, number, "request_changes"))).toBe("forbidden");
      expect(await codeOf(stage.say(actor, number, "comment"))).toBe("fine");
    }
    const { key } = await createApiKey(owner, { name: "staging only", scope: "manage", environments: ["staging"] });
    expect(await codeOf(stage.approve(await authenticateKey(`Bearer ${key}`), number))).toBe("environment_not_allowed");
    expect((await getChangeRequestOrThrow(owner, number)).approvals.have).toBe(0);
  });

  it("counts what people said while they may say it: not once they left or may not release there any more", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    const [one, other] = [
      await createTestMember(workspace.workspaceId, "publisher"),
      await createTestMember(workspace.workspaceId, "publisher"),
    ];
    expect((await stage.approve(one, number)).approvals.have).toBe(1);
    await changeMemberRole(owner, { id: one.userId, role: "editor" });
    expect((await getChangeRequestOrThrow(owner, number)).approvals.have).toBe(0);
    expect(await codeOf(releaseChangeRequest(jonas, { number }))).toBe("approval_required");
    expect(await codeOf(stage.promote(jonas, name, 2))).toBe("approval_required");
    await stage.say(other, number, "request_changes");
    await stage.approve(aiko, number);
    expect(await codeOf(releaseChangeRequest(jonas, { number }))).toBe("approval_required");
    await removeMember(owner, { id: other.userId });
    expect(await codeOf(releaseChangeRequest(jonas, { number }))).toBe("fine");
  });

  it("counts the latest word of each person, and lets one who asks for changes block", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    await stage.approve(jonas, number);
    const blocked = await stage.say(aiko, number, "request_changes", "Too long");
    expect(blocked).toMatchObject({ status: "changes_requested", blockedBy: [{ id: aiko.userId }] });
    expect(await codeOf(releaseChangeRequest(jonas, { number }))).toBe("approval_required");
    expect(await codeOf(stage.promote(jonas, name, 2))).toBe("approval_required");
    expect((await stage.approve(aiko, number)).status).toBe("approved");
  });

  it("voids approvals when a newer version takes the place, and when production moves", async () => {
    const name = await stage.prompt(3);
    const { number } = await stage.ask(name);
    await stage.approve(jonas, number);
    expect(await codeOf(amendChangeRequest(mara, { number, version: 2 }))).toBe("invalid_state");
    expect(await amendChangeRequest(mara, { number, version: 3 })).toMatchObject({ status: "waiting", version: 3 });
    await stage.approve(jonas, number);
    await saveVersion(mara, { name, content: says("a hotfix") });
    await stage.promote(owner, name, 4, { override: true, reason: "Hotfix" });
    expect(await getChangeRequestOrThrow(owner, number)).toMatchObject({ status: "out_of_date", baseRevision: 1 });
    expect(await codeOf(stage.approve(aiko, number))).toBe("out_of_date");
    expect(await codeOf(releaseChangeRequest(jonas, { number }))).toBe("out_of_date");
    expect(await codeOf(stage.promote(jonas, name, 3))).toBe("out_of_date");
    const updated = await updateChangeRequest(mara, { number });
    expect(updated).toMatchObject({ status: "waiting", baseVersion: 4, baseRevision: 2, approvals: { have: 0 } });
    await stage.approve(jonas, number);
    await releaseChangeRequest(jonas, { number });
    expect(await stage.liveNow(name)).toBe(3);
  });

  it("closes, reopens and edits, and says nothing more once released", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    await stage.approve(jonas, number);
    expect((await closeChangeRequest(mara, { number, body: "not now" })).status).toBe("closed");
    expect(await codeOf(stage.approve(jonas, number))).toBe("invalid_state");
    expect(await codeOf(releaseChangeRequest(jonas, { number }))).toBe("invalid_state");
    const other = await stage.ask(name);
    expect(await codeOf(reopenChangeRequest(mara, { number }))).toBe("already_exists");
    await closeChangeRequest(mara, { number: other.number });
    expect((await reopenChangeRequest(mara, { number })).status).toBe("approved");
    expect(await editChangeRequest(mara, { number, title: "Better words" })).toMatchObject({ title: "Better words" });
    expect(await codeOf(editChangeRequest(viewer, { number, title: "x" }))).toBe("forbidden");
    const { release } = await releaseChangeRequest(jonas, { number, reason: "go" });
    const done = await getChangeRequestOrThrow(mara, number);
    expect(done).toMatchObject({ status: "released", releaseId: release.id, nextStep: null });
    expect(done.events.at(-1)).toMatchObject({ kind: "released", body: "go", actor: { id: jonas.userId } });
    expect(release.evidence).toEqual({ changeRequest: number, approvedBy: [jonas.name] });
    expect(await codeOf(reopenChangeRequest(mara, { number }))).toBe("invalid_state");
  });
});

describe("comments", () => {
  it("stand at a line with its text, are answered and settled", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    const at = { number, body: "Why?", pointer: "/messages/0/content", line: 2 };
    const first = await commentOnChange(viewer, at);
    expect(first).toMatchObject({ version: 2, line: 2, quote: "line two" });
    const answer = await commentOnChange(mara, { number, body: "So.", replyTo: first.id });
    expect(answer).toMatchObject({ replyTo: first.id, quote: "line two" });
    expect((await commentOnChange(mara, { number, body: "More.", replyTo: answer.id })).replyTo).toBe(first.id);
    expect(await commentOnChange(jonas, { ...at, version: 1, line: 1 })).toMatchObject({ quote: "one" });
    expect(await codeOf(commentOnChange(jonas, { ...at, line: 9 }))).toBe("invalid_request");
    expect(await codeOf(commentOnChange(jonas, { ...at, version: 7 }))).toBe("invalid_request");
    expect(await codeOf(resolveComment(mara, { number, id: answer.id }))).toBe("invalid_state");
    expect((await resolveComment(viewer, { number, id: first.id })).resolvedBy).toBe(viewer.name);
    const stranger = await createTestMember(workspace.workspaceId, "viewer");
    expect(await codeOf(reopenComment(stranger, { number, id: first.id }))).toBe("forbidden");
    expect((await reopenComment(mara, { number, id: first.id })).resolvedAt).toBeNull();
    expect((await getChangeRequestOrThrow(mara, number)).openComments).toBe(2);
  });
});

describe("the inbox", () => {
  it("shows each person what waits for them, and what is new to them", async () => {
    const name = await stage.prompt();
    const { number } = await stage.ask(name);
    const of = async (actor: UserActor) => {
      const inbox = await getInbox(actor, { prompt: name });
      const places = (["waiting", "mine", "others", "done"] as const).filter((place) => inbox[place].length > 0);
      return { places, item: inbox[places[0] ?? "done"][0] };
    };
    expect(await of(mara)).toMatchObject({ places: ["mine"], item: { isUnread: false } });
    expect(await of(jonas)).toMatchObject({ places: ["waiting"], item: { isUnread: true, nextStep: "approve" } });
    expect(await of(viewer)).toMatchObject({ places: ["others"], item: { isUnread: true } });
    await markChangeSeen(jonas, { number });
    expect(await of(jonas)).toMatchObject({ item: { isUnread: false } });
    await stage.say(jonas, number, "request_changes");
    expect(await of(mara)).toMatchObject({ places: ["waiting"], item: { isUnread: true, nextStep: "amend" } });
    await stage.approve(jonas, number);
    expect(await of(aiko)).toMatchObject({ places: ["waiting"], item: { nextStep: "release" } });
    await releaseChangeRequest(aiko, { number });
    expect((await of(mara)).places).toEqual(["done"]);
  });

  it("pages through what is found by status, prompt and person", async () => {
    const own = await createTestWorkspace();
    const publisher = await createTestMember(own.workspaceId, "publisher");
    for (let n = 0; n < 7; n++) {
      const name = `many/p${n}`;
      await createPrompt(own.owner, { name, content: says("x") });
      const { number } = await openChangeRequest(own.owner, { name, version: 1, environment, title: name });
      if (n % 2) await stage.approve(publisher, number);
    }
    const numbers: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listChangeRequests(publisher, { limit: 2, cursor, status: "waiting" });
      numbers.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(numbers).toEqual([7, 5, 3, 1]);
    const count = async (filter: object) =>
      (await listChangeRequests(publisher, { limit: 50, ...filter })).items.length;
    expect(await count({ status: "approved" })).toBe(3);
    expect(await count({ prompt: "many/p3" })).toBe(1);
    expect(await count({ environment: "staging" })).toBe(0);
    expect(await count({ whose: "mine" })).toBe(0);
    expect(await count({ whose: "waiting" })).toBe(7);
    expect(await listWaiting(publisher, 3)).toMatchObject({ count: 7, items: [{}, {}, {}] });
    expect(await codeOf(getChangeRequestOrThrow(owner, 999))).toBe("not_found");
  });
});
