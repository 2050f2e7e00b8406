import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { UserActor } from "@/lib/auth/actor";
import { muteMails } from "@/lib/auth/commands/account";
import { countTold, mostTold } from "@/lib/auth/mail/letter-limit";
import { prisma, transaction } from "@/lib/core/db";
import { codeOf } from "@/lib/testing/code-of";
import { queuedMails, stubMail } from "@/lib/testing/queued-mails";
import { createReviewStage, type ReviewStage } from "@/lib/testing/review";
import { says } from "@/lib/testing/says";
import { amendChangeRequest, markChangeSeen } from "./commands/change-requests";
import { commentOnChange } from "./commands/comment-on-change";
import { openChangeRequest } from "./commands/open-change-request";
import { askReviewers } from "./commands/reviews";
import { saveVersion } from "./commands/save-version";
import { suggestChanges } from "./commands/suggestions";
import { countWaiting, getInbox } from "./queries/inbox";

let stage: ReviewStage;
let before = 0;

beforeAll(async () => {
  stubMail();
  stage = await createReviewStage();
  for (const [actor, name] of [
    [stage.viewer, "Vera Blau"],
    [stage.mara, "Mara Lind"],
  ] as const)
    Object.assign(
      actor,
      await prisma().user.update({ where: { id: actor.userId }, data: { name }, select: { name: true } }),
    );
});
afterAll(() => vi.unstubAllEnvs());
beforeEach(async () => {
  before = (await queuedMails()).length;
});

/** The mails queued by this test so far. */
const sent = async () => (await queuedMails()).slice(before);
const emailOf = async ({ userId }: UserActor) =>
  (await prisma().user.findUniqueOrThrow({ where: { id: userId } })).email;
const ask = async (reviewers: string[]) => {
  const name = await stage.prompt();
  return openChangeRequest(stage.mara, { name, version: 2, environment: "production", title: "Shorter", reviewers });
};

describe("reviewers", () => {
  it("are chosen, notified by e-mail, and see the request first in their inbox", async () => {
    const { jonas, aiko, mara } = stage;
    const other = await ask([]);
    const { number, prompt, reviewers } = await ask([jonas.userId]);
    expect(reviewers).toMatchObject([{ id: jonas.userId }]);
    const [mail] = await sent();
    expect(mail).toMatchObject({ to: await emailOf(jonas) });
    expect(mail?.subject).toBe(`${mara.name} asks you to review ${prompt} v2 for production`);
    expect(mail?.text).toContain(`/${stage.workspace.slug}/changes/${number}`);
    const { waiting } = await getInbox(jonas);
    expect(waiting.slice(0, 2).map((item) => [item.number, item.asked])).toEqual([
      [number, "review"],
      [other.number, null],
    ]);
    const added = await askReviewers(mara, { number, reviewers: [aiko.userId] });
    expect(added.reviewers.map(({ id }) => id)).toEqual([jonas.userId, aiko.userId]);
  });

  it("are asked again when another version is under review, also those who were not asked before", async () => {
    const { aiko, jonas, mara } = stage;
    const { number, prompt } = await ask([jonas.userId]);
    await stage.say(aiko, number, "request_changes");
    await markChangeSeen(jonas, { number });
    await saveVersion(mara, { name: prompt, content: says("text 3") });
    before = (await queuedMails()).length;
    const { reviewers } = await amendChangeRequest(mara, { number, version: 3 });
    expect(reviewers.map(({ id }) => id).sort()).toEqual([jonas.userId, aiko.userId].sort());
    const mails = await sent();
    expect(mails.map(({ to }) => to).sort()).toEqual([await emailOf(jonas), await emailOf(aiko)].sort());
    expect(mails[0]?.subject).toBe(`${mara.name} asks you to review ${prompt} v3 for production`);
    for (const reviewer of [jonas, aiko])
      expect((await getInbox(reviewer)).waiting[0]).toMatchObject({ number, asked: "review" });
  });

  it("get at most 200 letters an hour from one person, counted once each, and then see requests in their inbox", async () => {
    const { aiko, jonas, mara, workspace } = stage;
    const { number, prompt } = await ask([jonas.userId]);
    const where = { workspaceId: workspace.workspaceId, actorId: mara.userId };
    const ofHour = async () => (await prisma().letterCount.findFirstOrThrow({ where })).count;
    const first = await ofHour();
    // A transaction that is run again counts once.
    await expect(
      transaction(async (tx) => {
        await countTold(tx, mara, 5, "mention");
        throw new Error("again");
      }),
    ).rejects.toThrow("again");
    await askReviewers(mara, { number, reviewers: [jonas.userId] });
    expect(await ofHour()).toBe(first + 1);
    await prisma().letterCount.updateMany({ where, data: { count: mostTold } });
    before = (await queuedMails()).length;
    const again = askReviewers(mara, { number, reviewers: [jonas.userId, aiko.userId] });
    await expect(again).rejects.toThrow(
      "You may ask 200 people an hour for a review. Ask fewer people, or try again in",
    );
    expect(await codeOf(commentOnChange(mara, { number, body: `@${stage.viewer.name}` }))).toBe("rate_limited");
    // What tells people in passing goes on, without letters.
    await markChangeSeen(jonas, { number });
    await saveVersion(mara, { name: prompt, content: says("text 3") });
    await amendChangeRequest(mara, { number, version: 3 });
    expect((await getInbox(jonas)).waiting[0]).toMatchObject({ number, asked: "review" });
    expect([await sent(), await ofHour()]).toEqual([[], mostTold]);
    // An hour later the count starts anew.
    await prisma().letterCount.updateMany({ where, data: { startedAt: new Date(Date.now() - 3_600_001) } });
    await askReviewers(mara, { number, reviewers: [jonas.userId] });
    expect([(await sent()).length, await ofHour()]).toEqual([1, 1]);
  });

  it("are members who may approve, except the one who asks", async () => {
    const { mara, viewer, workspace } = stage;
    for (const one of [mara.userId, viewer.userId, workspace.workspaceId])
      expect(await codeOf(ask([one]))).toBe("invalid_request");
    const { number } = await ask([]);
    expect(await codeOf(askReviewers(viewer, { number, reviewers: [stage.jonas.userId] }))).toBe("forbidden");
  });
});

describe("mentions and answers", () => {
  it("notify the person by e-mail and inbox until read; the author is notified of answers", async () => {
    const { jonas, viewer, mara } = stage;
    const { number } = await ask([]);
    await commentOnChange(jonas, { number, body: `@${viewer.name}, is this right?` });
    const mails = await sent();
    expect(mails.map(({ to }) => to)).toEqual([await emailOf(viewer), await emailOf(mara)]);
    expect(mails[0]?.subject).toContain("mentioned you on");
    const waiting = async () => (await getInbox(viewer)).waiting.map((item) => [item.number, item.asked]);
    expect(await waiting()).toEqual([[number, "mention"]]);
    expect(await countWaiting(viewer)).toBe(1);
    await markChangeSeen(viewer, { number });
    expect(await waiting()).toEqual([]);
    expect(await countWaiting(viewer)).toBe(0);
  });

  it("are not sent to those who turned them off, nor to the author of the comment", async () => {
    const { jonas, mara } = stage;
    const { number } = await ask([]);
    await muteMails({ userId: mara.userId, name: mara.name, email: "" }, { muted: ["review_answered"] });
    await commentOnChange(mara, { number, body: `@${mara.name} says so` });
    const text = "text 2\nline 2";
    await suggestChanges(jonas, { number, version: 2, pointer: "/messages/0/content", text });
    expect(await sent()).toEqual([]);
    await muteMails({ userId: mara.userId, name: mara.name, email: "" }, { muted: [] });
    await commentOnChange(jonas, { number, body: "Fine." });
    expect((await sent()).map(({ to }) => to)).toEqual([await emailOf(mara)]);
  });
});
